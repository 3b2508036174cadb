//! Folders that are not written, and paths that are not taken.
#![expect(clippy::disallowed_methods, reason = "these tests make the folders")]

use super::*;

fn refusal(target: &Target) -> String {
    let list = Watchlist::default();
    let error = Publication::begin(target, "", &list).expect_err("the folder is refused");
    error.to_string()
}

#[test]
fn files_of_others_are_not_touched() {
    for mode in [Mode::Exchange, Mode::InPlace] {
        let place = Place { mode, ..Place::new() };
        fs::create_dir(place.site()).unwrap();
        fs::write(place.site().join("年度报告.docx"), "手稿").unwrap();
        assert!(refusal(&place.target()).contains("不是本程序发布的文件"));
        fs::write(place.site().join("manifest.json"), "{\"name\":\"应用\"}").unwrap();
        assert!(refusal(&place.target()).contains("不是本程序发布的文件"));
        assert_eq!(names(&place.site()), ["manifest.json", "年度报告.docx"]);
        assert_eq!(place.litter(), [""; 0]);
    }
}

#[test]
fn an_empty_folder_and_a_missing_one_are_fine() {
    let place = Place::new();
    fs::create_dir(place.site()).unwrap();
    place.publish(&generation(1, 3));
    let deep = target(&place.root.path().join("x/y/z"), Mode::Exchange);
    publish(&deep, &generation(1, 3)).unwrap();
    assert_eq!(tree(&deep.folder), place.tree());
    let deep = target(&place.root.path().join("u/v/w"), Mode::InPlace);
    publish(&deep, &generation(1, 3)).unwrap();
    assert_eq!(tree(&deep.folder), place.tree());
}

#[test]
fn sources_are_never_written_over() {
    let place = Place::new();
    let root = place.root.path();
    fs::create_dir_all(root.join("site/content/tongzhi")).unwrap();
    let target_of = target;
    let target = |folder: PathBuf| Target {
        root: root.join("site"),
        sources: vec![root.join("site/content"), root.join("site/themes")],
        ..target_of(&folder, Mode::Exchange)
    };
    let refused = [
        "site",
        "site/",
        "site/content",
        "site/content/",
        "site/content/tongzhi",
        "site/content/new/deep",
        "site/public/../content",
        "site/themes",
        "site/themes/gongkai/static",
        "",
    ];
    fs::create_dir(root.join("site/public")).unwrap();
    for folder in refused {
        let message = refusal(&target(root.join(folder)));
        assert!(message.contains("相同或互相包含"), "{folder}: {message}");
    }
    assert!(refusal(&target("/".into())).contains("相同或互相包含"));
    publish(&target(root.join("site/public")), &generation(1, 3)).unwrap();
    publish(&target(root.join("site/content-public")), &generation(1, 3)).unwrap();
}

#[cfg(unix)]
#[test]
fn links_are_seen_through() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let root = place.root.path();
    fs::create_dir_all(root.join("content")).unwrap();
    symlink("content", root.join("link")).unwrap();
    symlink("nowhere", root.join("dangling")).unwrap();
    for folder in ["link", "link/", "dangling"] {
        let target = target(&root.join(folder), Mode::Exchange);
        assert!(refusal(&target).contains("符号链接"), "{folder}");
    }
    let inside = Target {
        sources: vec![root.join("content")],
        ..target(&root.join("link/public"), Mode::Exchange)
    };
    assert!(refusal(&inside).contains("互相包含"));
}

#[test]
fn a_file_is_no_folder() {
    let place = Place::new();
    fs::write(place.site(), "x").unwrap();
    assert!(refusal(&place.target()).contains("不是目录"));
    assert_eq!(fs::read_to_string(place.site()).unwrap(), "x");
}

#[test]
fn a_second_build_is_told_to_wait() {
    for mode in [Mode::Exchange, Mode::InPlace] {
        let place = Place { mode, ..Place::new() };
        let list = Watchlist::default();
        let first = Publication::begin(&place.target(), "", &list).unwrap();
        first.write("index.html", b"x").unwrap();
        for mode in [Mode::Exchange, Mode::InPlace] {
            let second = Publication::begin(&target(&place.site(), mode), "", &list);
            assert!(
                matches!(second, Err(Error::Folder { fault: Fault::Busy, .. })),
                "{second:?}"
            );
        }
        first.finish().unwrap();
        place.publish(&generation(1, 3));
    }
}

#[test]
fn the_lock_has_one_holder_though_its_file_comes_and_goes() {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    let place = Place::new();
    let folder = Folder::resolve(&place.target()).unwrap();
    let (held, taken) = (AtomicBool::new(false), AtomicUsize::new(0));
    let take = || {
        let Ok(lock) = folder.lock() else { return };
        assert!(!held.swap(true, Ordering::SeqCst), "there is one holder");
        taken.fetch_add(1, Ordering::SeqCst);
        std::thread::yield_now();
        held.store(false, Ordering::SeqCst);
        drop(lock);
    };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..2000).for_each(|_| take()));
        }
    });
    assert!(taken.into_inner() > 0);
}

#[test]
fn many_builds_at_once_leave_one_whole_site() {
    let place = Place::new();
    for round in 0..10 {
        let generations: Vec<Files> =
            (0..8).map(|n| generation(round * 8 + n, 30)).collect();
        let published = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for files in &generations {
                scope.spawn(|| match publish(&place.target(), files) {
                    Ok(_) => {
                        published.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    }
                    Err(Error::Folder { fault: Fault::Busy, .. }) => {}
                    Err(other) => panic!("{other}"),
                });
            }
        });
        assert!(published.into_inner() > 0);
        let tree = place.tree();
        assert!(generations.contains(&tree));
        assert_eq!(place.litter(), [""; 0]);
    }
}

#[test]
fn two_claims_on_one_path_are_refused() {
    let place = Place::new();
    let list = Watchlist::default();
    let publication = Publication::begin(&place.target(), "", &list).unwrap();
    publication.write("a/b.html", b"x").unwrap();
    let same = publication.write("a/b.html", b"x").unwrap_err().to_string();
    assert!(same.contains("「a/b.html」"), "{same}");
    let near = publication.write("A/B.html", b"y").unwrap_err().to_string();
    assert!(near.contains("「a/b.html」与「A/B.html」"), "{near}");
    let inside = publication.write("a/b.html/c", b"y").unwrap_err().to_string();
    assert!(inside.contains("既是文件又是目录"), "{inside}");
    let around = publication.write("a", b"y").unwrap_err().to_string();
    assert!(around.contains("既是文件又是目录"), "{around}");
    assert!(matches!(publication.write("../x", b"y"), Err(Error::Name { .. })));
    assert!(matches!(publication.write("manifest.json", b"y"), Err(Error::Name { .. })));
}

#[test]
fn what_others_put_on_the_stage_is_not_published() {
    let place = Place::new();
    let first = generation(1, 5);
    place.publish(&first);
    let list = Watchlist::default();
    for (path, adds) in [("stray.html", true), ("b.html", false)] {
        let publication = Publication::begin(&place.target(), "", &list).unwrap();
        publication.write("b.html", b"x").unwrap();
        publication.write("c.html", b"x").unwrap();
        let there = publication.stage.path.join(path);
        let act = if adds { fs::write(there, "y") } else { fs::remove_file(there) };
        act.unwrap();
        let error = publication.finish().unwrap_err().to_string();
        assert!(error.contains(path), "{error}");
        assert_eq!(place.tree(), first);
    }
}
