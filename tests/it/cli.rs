//! The program itself, as an officer's terminal and a script meet it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use tempfile::TempDir;

use crate::program::gongkai;

/// A fresh portal made by `init`.
fn portal() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let run = gongkai(folder.path(), &["init", "门户"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    folder
}

/// Every file below a folder with its bytes and the time of its last change.
fn snapshot(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let time = entry.metadata().unwrap().modified().unwrap();
            let bytes = fs::read(entry.path()).unwrap();
            files.insert(entry.path().display().to_string(), (bytes, time));
        }
    }
    files
}

#[test]
fn a_new_portal_builds_at_once_and_without_a_word_of_warning() {
    let folder = portal();
    let root = folder.path().join("门户");
    let run = gongkai(&root, &["build"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("已生成"), "{}", run.err);
    assert!(!run.err.contains("警告") && !run.err.contains("错误"), "{}", run.err);
    assert!(run.out.is_empty(), "findings and progress are no output: {}", run.out);
    assert!(root.join("public/index.html").is_file());
    assert!(root.join("public/manifest.json").is_file());
}

#[test]
fn init_touches_no_folder_that_holds_something() {
    let folder = portal();
    let before = snapshot(folder.path());
    let run = gongkai(folder.path(), &["init", "门户"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("已有内容"), "{}", run.err);
    assert!(snapshot(folder.path()) == before, "something was touched");
}

#[test]
fn root_and_config_stand_before_or_after_the_command() {
    let folder = portal();
    for arguments in [["-r", "门户", "build"], ["build", "-r", "门户"]] {
        let run = gongkai(folder.path(), &arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
    }
    let root = folder.path().join("门户");
    fs::rename(root.join("config.toml"), root.join("other.toml")).unwrap();
    for arguments in [["-c", "other.toml", "build"], ["build", "-c", "other.toml"]] {
        let run = gongkai(&root, &arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
    }
    let run = gongkai(&root, &["build"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("没有找到「config.toml」"), "{}", run.err);
}

#[test]
fn a_second_build_touches_nothing() {
    let folder = portal();
    let root = folder.path().join("门户");
    gongkai(&root, &["build", "--as-of", "2030-01-01"]);
    let before = snapshot(&root);
    let run = gongkai(&root, &["build", "--as-of", "2030-01-01"]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.contains("没有变化"), "{}", run.err);
    assert!(snapshot(&root) == before, "a file was written again");
    // A day later the input is another, and what did not change keeps its time.
    gongkai(&root, &["build", "--as-of", "2030-01-02"]);
    let after = snapshot(&root);
    let same = |path: &&String| before.get(*path) == after.get(*path);
    let kept = before.keys().filter(same).count();
    assert!(kept + 2 >= before.len(), "{kept} of {} were kept", before.len());
}

#[test]
fn findings_at_the_level_of_error_leave_the_old_site_and_end_with_one() {
    let folder = portal();
    let root = folder.path().join("门户");
    gongkai(&root, &["build"]);
    let before = snapshot(&root.join("public"));
    let bad = "---\n标题: 一则公告\n公开属性: 公开\n---\n";
    fs::write(root.join("content/tongzhi/huai.md"), bad).unwrap();
    let run = gongkai(&root, &["build"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("content/tongzhi/huai.md:3:"), "{}", run.err);
    assert!(run.err.contains("改法"), "{}", run.err);
    assert!(run.err.contains("原来的网站没有动"), "{}", run.err);
    assert!(snapshot(&root.join("public")) == before, "the old site was touched");
}

#[test]
fn findings_as_json_are_one_object_a_line() {
    let folder = portal();
    let root = folder.path().join("门户");
    let bad = "---\n标题: 一则公告\n公开属性: 公开\n成文日期: 2026-02-30\n---\n";
    fs::write(root.join("content/tongzhi/huai.md"), bad).unwrap();
    let run = gongkai(&root, &["build", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    let findings: Vec<serde_json::Value> =
        run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let bad = findings.iter().filter(|finding| finding["severity"] == "error");
    let places: Vec<_> =
        bad.map(|finding| (&finding["path"], &finding["line"])).collect();
    assert_eq!(places.len(), 2, "{}", run.out);
    assert_eq!(*places[0].0, "content/tongzhi/huai.md");
    assert_eq!((places[0].1.as_u64(), places[1].1.as_u64()), (Some(3), Some(4)));
}

#[test]
fn folders_that_must_not_be_written_are_refused() {
    let folder = portal();
    let root = folder.path().join("门户");
    let foreign = folder.path().join("别人的");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("重要.txt"), "重要").unwrap();
    // An empty folder is nobody's, but this one is read.
    fs::create_dir(root.join("static")).unwrap();
    let before = snapshot(folder.path());
    for output in ["../别人的", "content", ".", "..", "content/tongzhi", "static"] {
        let run = gongkai(&root, &["build", "-o", output]);
        assert_eq!(run.code, Some(2), "{output}: {}", run.err);
        assert!(run.err.contains("输出目录"), "{output}: {}", run.err);
        assert!(snapshot(folder.path()) == before, "{output}: something was touched");
    }
}

#[test]
fn help_and_mistakes_are_told_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["--help"] as &[&str],
        &["build", "--help"],
        &["init", "--help"],
        &["serve", "--help"],
        &["import", "--help"],
        &["schema", "--help"],
    ] {
        let run = gongkai(folder.path(), arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}");
        assert!(run.out.contains("用法"), "{arguments:?}: {}", run.out);
        for english in ["Usage", "Options", "Commands", "Arguments", "default:", "Print"]
        {
            assert!(
                !run.out.contains(english),
                "{arguments:?} says {english}: {}",
                run.out
            );
        }
    }
    for (arguments, expected) in [
        (&["biuld"] as &[&str], "不认识命令「biuld」"),
        (&["build", "--as-off"], "不认识参数「--as-off」"),
        (&["build", "--as-of", "2026-02-30"], "2026-02-30"),
        (&["build", "--jobs", "0"], "--jobs"),
        (&["init"], "缺少参数"),
        (&["schema", "没有的类型"], "没有的类型"),
        (&["import", "没有的文件.txt"], "没有的文件.txt"),
    ] {
        let run = gongkai(folder.path(), arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
        assert!(run.err.contains("改法"), "{arguments:?} without a mend: {}", run.err);
        assert!(!run.err.contains("error:"), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn an_import_never_writes_over_an_item() {
    let folder = portal();
    let root = folder.path().join("门户");
    let document = "示审服字〔2026〕3号\n\n关于规范告知承诺工作的通知\n\n各科室：\n\n\
                    为规范告知承诺工作，现将有关事项通知如下。\n\n一、总体要求\n\n\
                    统一文书格式。\n\n示例市示例区行政审批服务局\n2026年5月20日\n\n\
                    （此件主动公开）\n";
    fs::write(root.join("公文.txt"), document).unwrap();
    let mut written = BTreeMap::new();
    for turn in 1..=3 {
        let run = gongkai(&root, &["import", "公文.txt", "-t", "zhengce"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        let after = snapshot(&root.join("content"));
        let kept = written.iter().all(|(path, file)| after.get(path) == Some(file));
        assert!(kept, "turn {turn} changed an item");
        assert!(after.len() > written.len(), "turn {turn} wrote no item");
        written = after;
    }
    let text = written
        .values()
        .map(|(bytes, _)| String::from_utf8_lossy(bytes).into_owned())
        .find(|text| text.contains("示审服字〔2026〕3号"))
        .expect("the item");
    assert!(text.contains("公开属性: 主动公开"), "{text}");
}

#[test]
fn an_imported_item_builds() {
    let folder = portal();
    let root = folder.path().join("门户");
    let document = "关于端午节放假安排的公告\n\n6月19日放假，各窗口停止对外办公。\n\n\
                    示例市示例区行政审批服务局\n2026年6月10日\n";
    fs::write(root.join("公文.txt"), document).unwrap();
    let run = gongkai(&root, &["import", "公文.txt", "-t", "tongzhi"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    // The document does not say that it is public, so the officer has to.
    let run = gongkai(&root, &["build"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("公开属性"), "{}", run.err);
}

#[test]
fn every_kind_has_a_schema() {
    let folder = tempfile::tempdir().unwrap();
    for kind in [
        "机构职能",
        "政策文件",
        "政策解读",
        "重点领域",
        "中介服务事项清单",
        "法治政府建设年度报告",
        "通知公告",
        "一般信息",
    ] {
        let run = gongkai(folder.path(), &["schema", kind]);
        assert_eq!(run.code, Some(0), "{kind}: {}", run.err);
        let schema: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let text = schema.to_string();
        assert!(text.contains("公开属性") && text.contains("标题"), "{kind}: {text}");
    }
}
