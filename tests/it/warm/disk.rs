//! The same on disk: the edits are written as editors write, the preview hears of them from the
//! system, and what it shows is compared with a build that knows nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gongkai::config::Overrides;
use gongkai::diag::Report;
use gongkai::pipeline::{self, Built};
use gongkai::serve::{self, Event, Listener, Options, Running};
use gongkai::world::{Date, DiskWorld, MemoryWorld, SitePath, World};

use super::edited::Edited;
use super::{SEED, assert_same, batch, edits, files, findings};
use crate::random::Random;

/// How long the preview may take to show a change. Less than mostly passes until it looks at all
/// files by itself, so that what was not heard of is noticed.
const SEEN: Duration = Duration::from_millis(2500);

const DAY: Date = Date::constant(2026, 2, 1);

/// What the preview showed last.
#[derive(Default)]
struct Shown(Mutex<(Option<Arc<Built>>, Report)>);

impl Listener for Shown {
    fn tell(&self, event: Event<'_>) {
        if let Event::Built { snapshot, .. } = event {
            *self.0.lock().unwrap() = (snapshot.built.clone(), snapshot.report.clone());
        }
    }
}

/// A portal on disk that follows one in memory, with its preview.
struct Portal {
    folder: tempfile::TempDir,
    memory: MemoryWorld,
    dice: Random,
    shown: Arc<Shown>,
    preview: Option<Running>,
}

impl Portal {
    fn new(site: &Edited) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Self {
            folder,
            memory: MemoryWorld::new(DAY),
            dice: Random::new(SEED),
            shown: Arc::default(),
            preview: None,
        };
        for name in ["content", "static", "templates", "data"] {
            fs::create_dir(portal.folder.path().join(name)).unwrap();
        }
        portal.follow(&site.world);
        portal.restart();
        portal
    }

    fn world(&self) -> DiskWorld {
        DiskWorld::new(self.folder.path(), Some(DAY))
    }

    fn restart(&mut self) {
        drop(self.preview.take());
        let options = Options {
            root: self.folder.path().to_owned(),
            interface: [127, 0, 0, 1].into(),
            port: 0,
            overrides: Overrides::default(),
            poll: false,
            withheld: false,
        };
        let world = Arc::new(self.world());
        self.preview = Some(serve::start(world, &options, self.shown.clone()).unwrap());
    }

    fn place(&self, path: &SitePath) -> PathBuf {
        self.folder.path().join(path.as_str())
    }

    /// Renames a folder as a whole.
    fn rename_folder(&mut self, (from, to): (String, String)) {
        let place = |name: &str| self.folder.path().join(name);
        if place(&from).exists() && !place(&to).exists() {
            fs::rename(place(&from), place(&to)).unwrap();
            let inside = format!("{from}/");
            let paths: Vec<SitePath> = self.memory.paths().cloned().collect();
            for path in paths {
                if let Some(tail) = path.as_str().strip_prefix(&inside) {
                    let bytes = self.memory.read(&path).unwrap();
                    self.memory.remove(&path);
                    self.memory
                        .insert(SitePath::new(&format!("{to}/{tail}")).unwrap(), bytes);
                }
            }
        }
    }

    /// Writes and removes what is not as in `world`.
    fn follow(&mut self, world: &MemoryWorld) {
        let all: Vec<SitePath> =
            self.memory.paths().chain(world.paths()).cloned().collect();
        for path in all {
            match (self.memory.read(&path).ok(), world.read(&path).ok()) {
                (old, Some(new)) if old.as_ref() != Some(&new) => {
                    self.write(&path, old.as_deref(), &new);
                    self.memory.insert(path, new);
                }
                (Some(_), None) => {
                    fs::remove_file(self.place(&path)).unwrap();
                    self.memory.remove(&path);
                }
                _ => {}
            }
        }
    }

    /// Writes a file in one of the ways of editors.
    fn write(&mut self, path: &SitePath, old: Option<&[u8]>, new: &[u8]) {
        let place = self.place(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        let beside = |more: &str| {
            let name = place.file_name().unwrap().to_string_lossy();
            place.with_file_name(format!("{name}{more}"))
        };
        match self.dice.below(6) {
            // As vim: the old one becomes a backup, and a new one takes its name.
            0 if old.is_some() => {
                fs::write(beside(".swp"), "swap").unwrap();
                fs::rename(&place, beside("~")).unwrap();
                fs::write(&place, new).unwrap();
                fs::remove_file(beside("~")).unwrap();
                fs::remove_file(beside(".swp")).unwrap();
            }
            1 => {
                fs::write(beside(".tmp"), new).unwrap();
                fs::rename(beside(".tmp"), &place).unwrap();
            }
            2 => {
                fs::write(beside("-xin"), new).unwrap();
                fs::rename(beside("-xin"), &place).unwrap();
            }
            3 => {
                fs::write(&place, "").unwrap();
                std::thread::sleep(Duration::from_millis(self.dice.below(25) as u64));
                fs::write(&place, new).unwrap();
            }
            4 if old.is_some() => {
                fs::remove_file(&place).unwrap();
                fs::write(&place, new).unwrap();
            }
            // Of the same size and with the same time as before.
            5 if old.is_some_and(|old| old.len() == new.len()) => {
                let time = fs::metadata(&place).unwrap().modified().unwrap();
                fs::write(&place, new).unwrap();
                set_time(&place, time);
            }
            _ => fs::write(&place, new).unwrap(),
        }
    }

    /// Things that happen to files while their text stays as it is.
    fn disturb(&mut self) {
        let paths: Vec<SitePath> = self.memory.paths().cloned().collect();
        let path = self.dice.pick(&paths);
        let place = self.place(path);
        match self.dice.below(4) {
            0 => set_time(&place, std::time::SystemTime::now()),
            1 => set_time(
                &place,
                std::time::SystemTime::now() - Duration::from_secs(90_000),
            ),
            2 => {
                let away = self.folder.path().join("away");
                fs::rename(&place, &away).unwrap();
                let linked = std::os::unix::fs::symlink(&away, &place);
                linked.unwrap();
                std::thread::sleep(Duration::from_millis(self.dice.below(40) as u64));
                fs::rename(&away, &place).unwrap();
            }
            _ => (0..300).for_each(|_| {
                fs::copy(&place, place.with_extension("orig")).map(drop).unwrap();
            }),
        }
    }

    /// Waits until the preview shows what a build gives that knows nothing.
    #[track_caller]
    fn compare(&self, after: &str) -> bool {
        let world = self.world();
        let cold = pipeline::build(&world, &Overrides::default(), None);
        let failed = cold.report.has_errors() || cold.built.is_none();
        let begun = Instant::now();
        loop {
            let (built, report) = self.shown.0.lock().unwrap().clone();
            let input = |built: &Built| built.input.clone();
            let same = built.as_deref().map(input) == cold.built.as_ref().map(input);
            if (report == cold.report && (failed || same)) || begun.elapsed() > SEEN {
                assert_same(&findings(&report), &findings(&cold.report), after);
                if let (false, Some(warm), Some(cold)) = (failed, &built, &cold.built) {
                    assert_same(&files(&world, warm), &files(&world, cold), after);
                }
                return !failed;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn set_time(place: &Path, time: std::time::SystemTime) {
    fs::File::options().append(true).open(place).unwrap().set_modified(time).unwrap();
}

#[test]
fn the_preview_shows_what_a_cold_build_gives() {
    let edits = edits("GONGKAI_DISK_EDITS", 150);
    let mut site = Edited::new(SEED + 1, 30);
    site.world.set_today(DAY);
    let mut portal = Portal::new(&site);
    let mut dice = Random::new(SEED + 2);
    let (mut number, mut builds, mut sound) = (0, 0, 0);
    while number < edits {
        let mut done = Vec::new();
        for _ in 0..batch(&mut dice) {
            number += 1;
            done.push(site.edit(number));
            if let Some(moved) = site.moved.take() {
                portal.rename_folder(moved);
            }
            if dice.once_in(3) {
                portal.disturb();
            }
            portal.follow(&site.world);
        }
        if dice.once_in(20) {
            portal.restart();
        }
        builds += 1;
        sound += usize::from(portal.compare(&done.join("; ")));
    }
    println!("{number} edits on disk, compared {builds} times");
    assert!(sound > builds / 6, "{sound} of {builds} sound");
}
