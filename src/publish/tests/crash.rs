//! Builds that are killed, and disks that are full or may not be written.
//!
//! The tests run themselves again as another process: [`child`] does nothing unless it is
//! told where to publish.
#![expect(clippy::disallowed_methods, reason = "these tests start and kill builds")]
#![cfg(unix)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::*;

/// Tells the child its folder, its mode and the number of its generation.
const ORDER: &str = "GONGKAI_TEST_PUBLISH";
/// Files in a generation.
const COUNT: usize = 300;
/// Builds that are killed; the long programme asks for more.
fn kills() -> usize {
    std::env::var("GONGKAI_KILLS").map_or(50, |kills| kills.parse().unwrap())
}

#[test]
fn child() {
    let Ok(order) = std::env::var(ORDER) else { return };
    let mut words = order.split('|');
    let mut word = || words.next().expect("an order has three words");
    let (site, mode, seed) = (PathBuf::from(word()), word(), word().parse().unwrap());
    let mode = if mode == "InPlace" { Mode::InPlace } else { Mode::Exchange };
    let files = generation(seed, COUNT);
    println!("begun");
    std::io::stdout().flush().unwrap();
    match publish(&target(&site, mode), &files) {
        Ok(_) => println!("done"),
        Err(error) => println!("failed: {error}"),
    }
}

/// The test program itself, told to publish.
fn again(program: &str, place: &Place, seed: usize) -> Command {
    let mut command = Command::new(program);
    command
        .env(ORDER, format!("{}|{:?}|{seed}", place.site().display(), place.mode))
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

fn program() -> String {
    std::env::current_exe().unwrap().into_os_string().into_string().unwrap()
}

const ARGUMENTS: [&str; 3] = ["publish::tests::crash::child", "--exact", "--nocapture"];

/// Starts a build and waits until it begins.
fn start(place: &Place, seed: usize) -> Child {
    let mut child = again(&program(), place, seed).args(ARGUMENTS).spawn().unwrap();
    let output = child.stdout.as_mut().expect("its output is piped");
    let begun = BufReader::with_capacity(1, output)
        .lines()
        .map_while(Result::ok)
        .any(|line| line.ends_with("begun"));
    assert!(begun, "the child runs");
    child
}

/// A generator of moments.
struct Moments {
    state: u64,
    /// Microseconds.
    longest: u64,
}

impl Moments {
    /// Moments within the time that a whole build takes.
    fn of(place: &Place, seed: usize) -> Self {
        let begun = Instant::now();
        start(place, seed).wait().unwrap();
        let whole = u64::try_from(begun.elapsed().as_micros()).unwrap();
        Self { state: 0x2023_1215, longest: whole.max(2000) }
    }

    fn wait(&mut self) {
        self.state = self.state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        std::thread::sleep(Duration::from_micros((self.state >> 33) % self.longest));
    }
}

/// Kills builds at random moments, each after the last was made whole, and hands over the
/// files that were there before, those that were to come, and those that are there.
fn kill_builds(place: &Place, judge: impl Fn(&Files, &Files, &Files)) -> (usize, usize) {
    let generations = [generation(1, COUNT), generation(2, COUNT)];
    place.publish(&generations[0]);
    let mut moments = Moments::of(place, 2);
    let (mut current, mut flipped, mut left) = (1, 0, 0);
    for _ in 0..kills() {
        let next = 1 - current;
        let mut child = start(place, next + 1);
        moments.wait();
        child.kill().unwrap();
        child.wait().unwrap();
        let found = place.tree();
        judge(&generations[current], &generations[next], &found);
        left += usize::from(place.litter().iter().any(|name| name.contains("stage")));
        if found == generations[next] {
            current = next;
            flipped += 1;
        }
        place.publish(&generations[current]);
        assert_eq!(place.tree(), generations[current]);
        assert_eq!(place.litter(), [""; 0], "the next build clears away what was left");
    }
    (flipped, left)
}

#[test]
fn a_reader_finds_the_old_site_or_the_new_one_whenever_a_build_is_killed() {
    let place = Place::new();
    let (flipped, left) = kill_builds(&place, |old, new, found| {
        assert!(found == old || found == new, "{} files", found.len());
    });
    println!("{} builds killed: {flipped} had flipped, {left} left something", kills());
    assert!(left > 0, "some are killed in the middle");
}

#[test]
fn in_place_every_file_is_old_or_new_whenever_a_build_is_killed() {
    let place = Place::in_place();
    kill_builds(&place, |old, new, found| {
        for (path, bytes) in found {
            assert!(
                old.get(path) == Some(bytes) || new.get(path) == Some(bytes),
                "{path}"
            );
        }
        for path in old.keys().filter(|path| new.contains_key(*path)) {
            assert!(found.contains_key(path), "{path} is always there");
        }
    });
}

#[test]
fn a_first_build_that_is_killed_in_place_does_not_lock_everybody_out() {
    let mut moments = Moments::of(&Place::in_place(), 1);
    let mut unfinished = 0;
    for _ in 0..kills() {
        let place = Place::in_place();
        fs::create_dir(place.site()).unwrap();
        let mut child = start(&place, 1);
        moments.wait();
        child.kill().unwrap();
        child.wait().unwrap();
        let found = place.tree().len();
        unfinished += usize::from(found > 0 && found <= COUNT);
        let next = generation(2, 10);
        place.publish(&next);
        assert_eq!(place.tree(), next);
    }
    println!("{} first builds killed, {unfinished} with some files in place", kills());
}

#[test]
fn a_site_that_was_moved_away_is_put_back() {
    let place = Place::new();
    let first = generation(1, 20);
    place.publish(&first);
    let old = place.root.path().join(".public.old-1");
    // Killed between the two renames: the site is gone and the stage is ready.
    fs::rename(place.site(), &old).unwrap();
    fs::create_dir(place.root.path().join(".public.stage-1")).unwrap();
    let list = Watchlist::default();
    drop(Publication::begin(&place.target(), "", &list).unwrap());
    assert_eq!(place.tree(), first);
    assert_eq!(place.litter(), [""; 0]);
    // Killed after them: the site is new and the old one is still there.
    fs::create_dir(&old).unwrap();
    fs::write(old.join("withdrawn.html"), "x").unwrap();
    place.publish(&first);
    assert_eq!(place.litter(), [""; 0]);
}

/// Publishes a second generation where a shell command has prepared the disk, in a name
/// space of its own so that no mount can stay. `None` when that is not allowed here.
fn publish_after(place: &Place, prepare: &str, then: &str) -> Option<String> {
    let script = format!(
        "set -e; {prepare}; {ORDER}=\"$1|$2|1\" \"$0\" {0}; {then}; \
         {ORDER}=\"$1|$2|2\" \"$0\" {0}; {LIST}",
        ARGUMENTS.join(" ")
    );
    let site = place.site();
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", &script, &program()])
        .arg(&site)
        .arg(format!("{:?}", place.mode))
        .current_dir(place.root.path())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            println!("skipped, unshare does not run: {error}");
            return None;
        }
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !text.contains("begun") {
        println!("skipped: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    Some(text)
}

/// Prints the home page and what stands beside the site.
const LIST: &str =
    "cat public/index.html; echo; ls -A . public | sed -n /stage/s/^/left:/p";

#[test]
fn a_full_disk_leaves_the_old_site() {
    for mode in [Mode::Exchange, Mode::InPlace] {
        let place = Place { mode, ..Place::new() };
        let disk = "mount -t tmpfs -o size=4m none .";
        let fill = "cat /dev/zero > filler 2>/dev/null || true";
        let Some(text) = publish_after(&place, &format!("{disk}; cd \"$PWD\""), fill)
        else {
            return;
        };
        assert_eq!(text.matches("\ndone\n").count(), 1, "{text}");
        assert!(text.contains("failed: 写入「"), "{text}");
        assert!(text.contains("generation 1"), "{text}");
        assert!(!text.contains("left:"), "{text}");
    }
}

#[test]
fn a_disk_that_may_not_be_written_leaves_the_old_site() {
    for mode in [Mode::Exchange, Mode::InPlace] {
        let place = Place { mode, ..Place::new() };
        let disk = "mount -t tmpfs none .; cd \"$PWD\"";
        let Some(text) = publish_after(&place, disk, "mount -o remount,ro .") else {
            return;
        };
        assert_eq!(text.matches("\ndone\n").count(), 1, "{text}");
        assert!(text.contains("failed: 锁定「"), "{text}");
        assert!(text.contains("generation 1"), "{text}");
    }
}

#[test]
fn a_mount_point_is_replaced_file_by_file_or_not_at_all() {
    let disk = "mkdir public; mount -t tmpfs none public";
    let place = Place::in_place();
    let Some(text) = publish_after(&place, disk, "true") else { return };
    assert_eq!(text.matches("\ndone\n").count(), 2, "{text}");
    assert!(text.contains("generation 2"), "{text}");
    let bound = "mkdir public; mount --bind public public";
    for (disk, place) in [(disk, Place::new()), (bound, Place::new())] {
        let text = publish_after(&place, disk, "true").expect("it was allowed before");
        assert_eq!(text.matches("\nfailed: ").count(), 2, "{text}");
        assert!(text.contains("--in-place"), "{text}");
    }
}
