//! Publishing into real folders.
#![expect(clippy::disallowed_methods, reason = "these tests look at what was published")]

mod crash;
mod in_place;
mod refusals;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::fingerprint::Fingerprints;

/// The files of a generation.
type Files = BTreeMap<String, Vec<u8>>;

/// A folder for a test with an output folder `public` in it that need not exist.
struct Place {
    root: TempDir,
    mode: Mode,
}

impl Place {
    fn new() -> Self {
        // In memory where there is such a place: some tests write very many files.
        let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Self { root: root.unwrap(), mode: Mode::Exchange }
    }

    fn in_place() -> Self {
        Self { mode: Mode::InPlace, ..Self::new() }
    }

    fn site(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn target(&self) -> Target {
        target(&self.site(), self.mode)
    }

    fn publish(&self, files: &Files) -> Changes {
        publish(&self.target(), files).unwrap()
    }

    /// What the public sees.
    fn tree(&self) -> Files {
        tree(&self.site())
    }

    /// The names beside and in the output folder that no build may leave.
    fn litter(&self) -> Vec<String> {
        let mut names = names(self.root.path());
        names.retain(|name| name.starts_with(".public"));
        names.extend(names_of_stages(&self.site()));
        names
    }
}

fn target(site: &Path, mode: Mode) -> Target {
    Target {
        folder: site.to_owned(),
        root: site.parent().unwrap_or(site).to_owned(),
        sources: Vec::new(),
        mode,
        durability: Durability::Fast,
    }
}

/// Publishes a generation from all cores.
fn publish(target: &Target, files: &Files) -> Result<Changes, Error> {
    let watchlist = Watchlist::default();
    let publication = Publication::begin(target, &digest(files), &watchlist)?;
    files.par_iter().try_for_each(|(path, bytes)| publication.write(path, bytes))?;
    publication.finish()
}

fn digest(files: &Files) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, bytes) in files {
        hasher.update(path.as_bytes()).update(bytes);
    }
    hasher.finalize().to_hex().to_string()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn names_of_stages(site: &Path) -> Vec<String> {
    let mut names = names(site);
    names.retain(|name| name.contains("stage"));
    names
}

/// All files below a folder but those with a dot before their name, and but the manifest.
fn tree(site: &Path) -> Files {
    let listing = stage::list(site).unwrap();
    let files = listing.files.into_iter().filter(|path| path != manifest::FILE_NAME);
    files.map(|path| (path.clone(), fs::read(site.join(path)).unwrap())).collect()
}

fn files(files: &[(&str, &str)]) -> Files {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

/// A made-up generation: a third of its files are in every generation, a third differ, and
/// a third have names of their own.
fn generation(seed: usize, count: usize) -> Files {
    let file = |n: usize| {
        let (name, text) = match n % 3 {
            0 => (format!("same/{}/{n}.html", n % 7), format!("{n} ")),
            1 => (format!("list/{n}/index.html"), format!("{seed} {n} ")),
            _ => (format!("only-{seed}/{n}.html"), format!("{seed} {n} ")),
        };
        (name, text.repeat(200).into_bytes())
    };
    let mut files: Files = (0..count).map(file).collect();
    files.insert("index.html".into(), format!("generation {seed}").into_bytes());
    files
}

#[test]
fn the_folder_becomes_exactly_the_files() {
    let place = Place::new();
    let first = generation(1, 60);
    let changes = place.publish(&first);
    assert_eq!(place.tree(), first);
    assert_eq!(changes.added.len(), first.len());
    assert_eq!(
        (changes.changed.len(), changes.removed.len(), changes.unchanged),
        (0, 0, 0)
    );

    fs::write(place.site().join("stray.html"), "put there by hand").unwrap();
    let second = generation(2, 60);
    let changes = place.publish(&second);
    assert_eq!(place.tree(), second);
    assert_eq!(changes.added.len(), 20);
    assert_eq!(changes.removed.len(), 20);
    assert_eq!((changes.changed.len(), changes.unchanged), (21, 20));
    assert!(changes.removed.iter().all(|path| path.starts_with("only-1/")));
    assert!(changes.added.is_sorted() && changes.removed.is_sorted());
    assert!(!place.site().join("only-1").exists());
    assert_eq!(place.litter(), [""; 0]);
}

#[test]
fn the_manifest_tells_every_file_and_nothing_that_varies() {
    let (one, other) = (Place::new(), Place::new());
    let first = generation(1, 30);
    one.publish(&generation(2, 50));
    one.publish(&first);
    other.publish(&first);
    let read = |place: &Place| fs::read(place.site().join("manifest.json")).unwrap();
    assert_eq!(read(&one), read(&other));
    let manifest = Manifest::parse(&read(&one)).unwrap();
    assert_eq!(manifest.files.len(), first.len());
    for file in &manifest.files {
        let bytes = &first[&file.path];
        assert_eq!(file.size, bytes.len() as u64);
        assert_eq!(file.blake3, blake3::hash(bytes).to_hex().as_str());
    }
}

#[cfg(unix)]
#[test]
fn unchanged_files_keep_their_times_and_damaged_ones_do_not_live_on() {
    use std::os::unix::fs::MetadataExt;
    let place = Place::new();
    let all = files(&[("a.html", "甲"), ("b/c.html", "乙"), ("d.html", "丁")]);
    place.publish(&all);
    let inode = |path: &str| fs::metadata(place.site().join(path)).unwrap().ino();
    let before = [inode("a.html"), inode("b/c.html"), inode("d.html")];
    fs::write(place.site().join("b/c.html"), "坏").unwrap();
    let mut next = all.clone();
    next.insert("d.html".into(), b"new".to_vec());
    let changes = place.publish(&next);
    assert_eq!(place.tree(), next);
    assert_eq!(changes.changed, ["b/c.html", "d.html"]);
    assert_eq!(inode("a.html"), before[0]);
    assert_ne!(inode("b/c.html"), before[1]);
    assert_ne!(inode("d.html"), before[2]);
    let mode = fs::metadata(place.site()).unwrap().mode();
    assert_eq!(mode & 0o700, 0o700);
    assert_ne!(mode & 0o077, 0, "the site is open to others as any new folder is");
}

#[test]
fn a_publication_that_is_dropped_changes_nothing() {
    let place = Place::new();
    let first = generation(1, 20);
    place.publish(&first);
    let watchlist = Watchlist::default();
    let publication = Publication::begin(&place.target(), "", &watchlist).unwrap();
    publication.write("index.html", b"half").unwrap();
    drop(publication);
    assert_eq!(place.tree(), first);
    assert_eq!(place.litter(), [""; 0]);
}

#[test]
fn withheld_text_stops_everything_and_all_of_it_is_told() {
    let place = Place::new();
    let first = generation(1, 20);
    place.publish(&first);
    let secret = "这一段文字属于不予公开的文件因此绝不能出现在网站上";
    let watchlist =
        Watchlist::new(vec![("密/甲.md".into(), Fingerprints::of_text(secret))]);
    let publication = Publication::begin(&place.target(), "", &watchlist).unwrap();
    publication.write("b.html", format!("<p>{secret}</p>").as_bytes()).unwrap();
    publication.write("a.html", secret.as_bytes()).unwrap();
    publication.write("index.html", "<p>公开</p>".as_bytes()).unwrap();
    assert!(!publication.stage.path.join("a.html").exists(), "it is written nowhere");
    let error = publication.finish().unwrap_err();
    let text = error.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(
        lines[1].contains("「a.html」") && lines[1].contains("「密/甲.md」"),
        "{text}"
    );
    assert!(lines[2].contains("「b.html」"), "{text}");
    assert_eq!(place.tree(), first);
    assert_eq!(place.litter(), [""; 0]);
}

#[test]
fn hidden_names_at_the_top_stay() {
    let place = Place::new();
    let site = place.site();
    fs::create_dir_all(site.join(".well-known/deep")).unwrap();
    fs::write(site.join(".gitignore"), "*\n").unwrap();
    fs::write(site.join(".well-known/deep/x"), "y").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/nowhere", site.join(".link")).unwrap();
    for seed in 1..4 {
        place.publish(&generation(seed, 10));
        assert_eq!(fs::read_to_string(site.join(".gitignore")).unwrap(), "*\n");
        assert_eq!(fs::read_to_string(site.join(".well-known/deep/x")).unwrap(), "y");
        #[cfg(unix)]
        assert_eq!(fs::read_link(site.join(".link")).unwrap(), Path::new("/nowhere"));
    }
}

#[test]
fn an_unchanged_input_is_recognised_only_while_the_site_is_whole() {
    let place = Place::new();
    let input = || published_input(&place.target());
    assert_eq!(input(), None);
    let first = generation(1, 12);
    let publish_again = || {
        place.publish(&first);
        assert_eq!(input(), Some(digest(&first)));
    };
    publish_again();
    fs::remove_file(place.site().join("index.html")).unwrap();
    assert_eq!(input(), None, "a file is gone");
    publish_again();
    fs::write(place.site().join("same/0/0.html"), "").unwrap();
    assert_eq!(input(), None, "a file is cut short");
    publish_again();
    fs::write(place.site().join("more.html"), "").unwrap();
    assert_eq!(input(), None, "a file is there that was not published");
    publish_again();
    fs::create_dir(place.root.path().join(".public.stage-1")).unwrap();
    assert_eq!(input(), None, "a killed build left an old generation");
    publish_again();
}

#[test]
fn readers_find_a_whole_file_at_every_moment() {
    let place = Place::new();
    let (a, b) = (generation(1, 40), generation(2, 40));
    place.publish(&a);
    let done = std::sync::atomic::AtomicBool::new(false);
    let read = || {
        let mut reads = 0_usize;
        while !done.load(std::sync::atomic::Ordering::Relaxed) || reads == 0 {
            for path in ["index.html", "list/1/index.html", "same/0/0.html"] {
                let bytes =
                    fs::read(place.site().join(path)).expect("it is always there");
                assert!(bytes == a[path] || bytes == b[path], "{path}");
            }
            reads += 1;
        }
        reads
    };
    std::thread::scope(|scope| {
        let reader = scope.spawn(read);
        for round in 0..200 {
            place.publish(if round % 2 == 0 { &b } else { &a });
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(reader.join().unwrap() > 0);
    });
}

/// How long a large site takes beside `cp -r` of the same files, in memory, on one core;
/// `taskset -c 0 cargo test --release -- --ignored --nocapture speed_of_publishing`.
#[test]
#[ignore = "a measurement"]
fn speed_of_publishing() {
    let root = tempfile::tempdir_in("/dev/shm").unwrap();
    let (site, copy) = (root.path().join("public"), root.path().join("copy"));
    let page = |n: usize| {
        let text = format!("<p>{n} 政府信息公开</p>").repeat(500);
        (format!("zhengce/{}/tongzhi-{n}.html", n % 50), text.into_bytes())
    };
    let files: Files = (0..10_000).map(page).collect();
    println!("{} MB", files.values().map(Vec::len).sum::<usize>() / 1_000_000);
    let secret = "这一段文字属于不予公开的文件因此绝不能出现在网站上";
    let watched = Watchlist::new(vec![("密.md".into(), Fingerprints::of_text(secret))]);
    for list in [&Watchlist::default(), &watched].repeat(4) {
        let publish = || {
            let target = target(&site, Mode::Exchange);
            let publication = Publication::begin(&target, "", list).unwrap();
            files
                .iter()
                .for_each(|(path, bytes)| publication.write(path, bytes).unwrap());
            publication.finish().unwrap();
        };
        let (first, again) = (measure(publish), measure(publish));
        let copied = measure(|| {
            let mut cp = std::process::Command::new("cp");
            assert!(cp.arg("-r").args([&site, &copy]).status().unwrap().success());
        });
        println!(
            "cp {copied:.3} s; first {first:.3} s, again {again:.3} s, scanned: {}",
            !list.is_empty()
        );
        fs::remove_dir_all(&copy).unwrap();
        fs::remove_dir_all(&site).unwrap();
    }
}

fn measure(act: impl FnOnce()) -> f64 {
    let begun = std::time::Instant::now();
    act();
    begun.elapsed().as_secs_f64()
}
