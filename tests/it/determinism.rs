//! The same world gives the same bytes: twice, on one thread and on many, whatever order a
//! folder lists its files in, and warm as well as cold.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use gongkai::config::Overrides;
use gongkai::pipeline::Cache;
use gongkai::world::{Date, DiskWorld, Entry, MemoryWorld, SitePath, Walk, World};

use crate::build::{Site, build, build_with};
use crate::random::{Portal, Random};
use crate::repository;

/// A world that lists every folder in another order.
struct Shuffled<W>(W, u64);

impl<W: World> World for Shuffled<W> {
    fn walk(&self, folder: &SitePath) -> Walk {
        let mut walk = self.0.walk(folder);
        Random::new(self.1).shuffle(&mut walk.entries);
        walk
    }

    fn look(&self, path: &SitePath) -> Option<Entry> {
        self.0.look(path)
    }

    fn read(&self, file: &SitePath) -> std::io::Result<Vec<u8>> {
        self.0.read(file)
    }

    fn today(&self) -> Date {
        self.0.today()
    }
}

fn demonstration() -> DiskWorld {
    DiskWorld::new(repository::root(), Some("2026-11-01".parse().unwrap()))
}

fn files(world: &dyn World) -> BTreeMap<String, Vec<u8>> {
    let (report, site) = build(world);
    site.unwrap_or_else(|| panic!("{:#?}", report.findings())).files
}

/// Tells the first difference instead of printing two sites.
#[track_caller]
fn assert_same(
    one: &BTreeMap<String, Vec<u8>>,
    other: &BTreeMap<String, Vec<u8>>,
    what: &str,
) {
    if let Some(path) = difference(one, other) {
        let text = |files: &BTreeMap<String, Vec<u8>>| {
            files.get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        panic!("{what}: {path}\n{:?}\n{:?}", text(one), text(other));
    }
}

fn difference(
    one: &BTreeMap<String, Vec<u8>>,
    other: &BTreeMap<String, Vec<u8>>,
) -> Option<String> {
    let paths = one.keys().chain(other.keys());
    paths.into_iter().find(|path| one.get(*path) != other.get(*path)).cloned()
}

#[test]
fn two_builds_are_the_same_at_any_number_of_threads() {
    let world = demonstration();
    let first = files(&world);
    assert!(first.len() > 100, "the demonstration portal has {} files", first.len());
    assert!(first.contains_key("hant/index.html"), "it has every page twice");
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let again = pool.install(|| files(&world));
        assert_same(&first, &again, &format!("{threads} threads"));
    }
}

/// A world in which midnight comes after the first question for the day.
struct Midnight(MemoryWorld, AtomicBool);

impl World for Midnight {
    fn walk(&self, folder: &SitePath) -> Walk {
        self.0.walk(folder)
    }

    fn look(&self, path: &SitePath) -> Option<Entry> {
        self.0.look(path)
    }

    fn read(&self, file: &SitePath) -> std::io::Result<Vec<u8>> {
        self.0.read(file)
    }

    fn today(&self) -> Date {
        let today = self.0.today();
        if self.1.swap(true, Ordering::Relaxed) {
            today.tomorrow().unwrap()
        } else {
            today
        }
    }
}

/// The demonstration portal in memory.
fn in_memory() -> MemoryWorld {
    let disk = demonstration();
    let mut memory = MemoryWorld::new(disk.today());
    for folder in ["content", "static", "templates", "themes"] {
        for entry in disk.walk(&SitePath::new(folder).unwrap()).entries {
            if matches!(entry.kind, gongkai::world::EntryKind::File(_)) {
                memory.insert(entry.path.clone(), disk.read(&entry.path).unwrap());
            }
        }
    }
    for name in ["config.toml", "disclosure.yaml"] {
        let path = SitePath::new(name).unwrap();
        memory.insert(path.clone(), disk.read(&path).unwrap());
    }
    memory
}

/// What names the whole input of a build.
fn input(world: &dyn World) -> String {
    let built = gongkai::pipeline::build(world, &Overrides::default(), None).built;
    built.unwrap().input
}

#[test]
fn a_build_over_midnight_is_one_of_the_day_before() {
    let world = in_memory();
    let before = (input(&world), files(&world));
    let over = Midnight(world, AtomicBool::new(false));
    assert_eq!(input(&over), before.0);
    let over = Midnight(over.0, AtomicBool::new(false));
    assert_same(&files(&over), &before.1, "over midnight");
}

#[test]
fn the_name_of_a_template_is_a_part_of_the_input() {
    let mut world = in_memory();
    let mut inputs = Vec::new();
    for name in ["templates/kinds/genaral.html", "templates/kinds/general.html"] {
        world.insert(SitePath::new(name).unwrap(), b"<body>x</body>".to_vec());
        inputs.push(input(&world));
        world.remove(&SitePath::new(name).unwrap());
    }
    assert_ne!(inputs[0], inputs[1], "another page comes of the same texts");
}

#[test]
fn the_order_of_a_folder_does_not_matter() {
    let first = files(&demonstration());
    for seed in 0..3 {
        let shuffled = files(&Shuffled(demonstration(), seed));
        assert_same(&first, &shuffled, "another order of files");
    }
}

#[test]
fn a_world_in_memory_is_as_good_as_the_disk() {
    assert_same(&files(&demonstration()), &files(&in_memory()), "disk and memory");
}

/// Random edits, as an officer at work makes them: after each, a build that remembers the
/// ones before gives what a fresh one gives, findings included.
#[test]
fn warm_equals_cold() {
    let mut random = Random::new(20_260_930);
    let mut world = Portal::random(&mut random).world();
    let cache = Cache::default();
    let mut seen = Vec::new();
    for step in 0..25 {
        Portal::edit(&mut world, &mut random);
        let (warm_report, warm) = build_with(&world, Some(&cache));
        let (cold_report, cold) = build(&world);
        assert_eq!(warm_report, cold_report, "findings after edit {step}");
        let bytes = |site: Option<Site>| site.map(|site| site.files).unwrap_or_default();
        let (warm, cold) = (bytes(warm), bytes(cold));
        assert_same(&warm, &cold, &format!("after edit {step}"));
        seen.push(warm.len());
    }
    seen.dedup();
    assert!(seen.len() > 3, "the edits changed nothing: {seen:?}");
}
