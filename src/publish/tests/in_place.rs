//! Replacing a site file by file.
#![expect(clippy::disallowed_methods, reason = "these tests look at what was published")]

use super::*;

#[test]
fn the_folder_becomes_exactly_the_files() {
    let place = Place::in_place();
    let (first, second) = (generation(1, 60), generation(2, 60));
    place.publish(&first);
    assert_eq!(place.tree(), first);
    fs::create_dir(place.site().join("empty")).unwrap();
    fs::write(place.site().join("stray.html"), "put there by hand").unwrap();
    fs::write(place.site().join(".gitignore"), "*\n").unwrap();
    let changes = place.publish(&second);
    assert_eq!(place.tree(), second);
    assert_eq!((changes.changed.len(), changes.unchanged), (21, 20));
    assert!(!place.site().join("only-1").exists());
    assert!(!place.site().join("empty").exists());
    assert!(place.site().join(".gitignore").exists());
    assert_eq!(place.litter(), [""; 0]);
    assert_eq!(published_input(&place.target()), Some(digest(&second)));
}

#[test]
fn files_and_folders_may_change_places() {
    let place = Place::in_place();
    let one = files(&[("a", "file"), ("b/c/d.html", "folder"), ("index.html", "1")]);
    let other = files(&[("a/x.html", "folder"), ("b", "file"), ("index.html", "2")]);
    for files in [&one, &other, &one] {
        place.publish(files);
        assert_eq!(&place.tree(), files);
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_site_are_removed_and_not_followed() {
    use std::os::unix::fs::{MetadataExt, symlink};
    let place = Place::in_place();
    let all = files(&[("a/b.html", "x"), ("index.html", "y")]);
    place.publish(&all);
    let kept = fs::metadata(place.site().join("index.html")).unwrap().ino();
    let outside = place.root.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("b.html"), "theirs").unwrap();
    fs::remove_dir_all(place.site().join("a")).unwrap();
    symlink(&outside, place.site().join("a")).unwrap();
    place.publish(&all);
    assert_eq!(place.tree(), all);
    assert!(!place.site().join("a").is_symlink());
    assert_eq!(fs::read_to_string(outside.join("b.html")).unwrap(), "theirs");
    assert_eq!(fs::metadata(place.site().join("index.html")).unwrap().ino(), kept);
}

#[test]
fn a_build_that_stopped_half_way_is_finished_by_the_next() {
    let place = Place::in_place();
    place.publish(&generation(1, 30));
    // A second build put these in place and was killed before the manifest.
    fs::write(place.site().join("index.html"), "generation 2").unwrap();
    fs::create_dir(place.site().join("only-2")).unwrap();
    fs::write(place.site().join("only-2/2.html"), "2").unwrap();
    fs::create_dir(place.site().join(".gongkai-stage-1")).unwrap();
    let third = generation(3, 30);
    place.publish(&third);
    assert_eq!(place.tree(), third);
    assert_eq!(place.litter(), [""; 0]);
}
