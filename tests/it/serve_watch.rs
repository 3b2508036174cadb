//! What the preview notices by itself: changes that nobody tells of, and midnight. And how it
//! begins and ends.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gongkai::config::Overrides;
use gongkai::serve::{self, Event, Listener, Options, Running};
use gongkai::world::{Date, DiskWorld, MemoryWorld, SitePath, World};

use crate::repository;
use crate::serve::{Answer, DAY};

/// A world in memory that a test changes. The folder on disk beside it stays as it is, so
/// the system has nothing to tell.
type Silent = Arc<Mutex<MemoryWorld>>;

fn path(text: &str) -> SitePath {
    SitePath::new(text).unwrap()
}

fn starter() -> Silent {
    let mut world = MemoryWorld::new(DAY);
    for (name, text) in repository::files("src/cli/starter", "") {
        let name = name.trim_start_matches("src/cli/starter/");
        let text = text.replace("{今天}", &DAY.to_string());
        let text = text.replace("{今年}", &DAY.year().to_string());
        world.insert(path(name), text.into_bytes());
    }
    Arc::new(Mutex::new(world))
}

fn write(world: &Silent, file: &str, text: &str) {
    world.lock().unwrap().insert(path(file), text.as_bytes().to_vec());
}

/// Keeps why the files are looked at.
struct Told(Mutex<Sender<String>>);

impl Listener for Told {
    fn tell(&self, event: Event<'_>) {
        if let Event::Polling { why } = event {
            self.0.lock().unwrap().send(format!("{why:?}")).unwrap();
        }
    }
}

fn start(world: &Silent, poll: bool) -> (Running, tempfile::TempDir, Receiver<String>) {
    let folder = tempfile::tempdir().unwrap();
    let (running, told) = start_on(world.clone(), folder.path(), poll);
    (running, folder, told)
}

fn start_on(
    world: Arc<dyn World>,
    root: &Path,
    poll: bool,
) -> (Running, Receiver<String>) {
    let options = Options {
        root: root.to_owned(),
        interface: [127, 0, 0, 1].into(),
        port: 0,
        overrides: Overrides::default(),
        poll,
        withheld: false,
    };
    let (sender, told) = channel();
    let listener = Arc::new(Told(Mutex::new(sender)));
    (serve::start(world, &options, listener).unwrap(), told)
}

fn get(running: &Running, target: &str) -> Answer {
    let head =
        format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    Answer::to(running.address(), &head)
}

/// Waits until a page says something.
fn wait_for(running: &Running, target: &str, what: &str, longest: Duration) {
    let begun = Instant::now();
    while !get(running, target).body.contains(what) {
        assert!(begun.elapsed() < longest, "「{what}」 is not at {target}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

const ITEM: &str = "---\n标题: 没有人通知的条目\n公开属性: 主动公开\n发布日期: 2026-01-06\n---\n正文。\n";

#[test]
fn with_poll_changes_are_seen_within_two_seconds() {
    let world = starter();
    let (running, _folder, told) = start(&world, true);
    assert_eq!(told.recv_timeout(Duration::from_secs(2)).unwrap(), "Asked");
    write(&world, "content/tongzhi/xin.md", ITEM);
    wait_for(&running, "/tongzhi/xin.html", "没有人通知的条目", Duration::from_secs(3));
    world.lock().unwrap().remove(&path("content/tongzhi/xin.md"));
    wait_for(&running, "/tongzhi/xin.html", "没有找到", Duration::from_secs(3));
    let config = world.read(&path("disclosure.yaml")).unwrap();
    let config = String::from_utf8(config).unwrap().replace("名称: ", "名称: 改名的");
    write(&world, "disclosure.yaml", &config);
    wait_for(&running, "/", "改名的", Duration::from_secs(3));
}

#[test]
fn a_system_that_tells_nothing_is_found_out() {
    let world = starter();
    let (running, _folder, told) = start(&world, false);
    // The first may fall before the watch has begun, which looks at all files then.
    for word in ["没有人", "再没有人", "还没有人"] {
        write(&world, "content/tongzhi/xin.md", &ITEM.replace("没有人", word));
        wait_for(&running, "/tongzhi/xin.html", word, Duration::from_secs(8));
    }
    assert_eq!(told.try_recv().unwrap(), "Silent");
    assert!(told.try_recv().is_err(), "it is told once");
}

#[test]
fn a_system_that_tells_is_not_taken_for_silent() {
    let folder = tempfile::tempdir().unwrap();
    crate::serve::copy(&repository::root().join("src/cli/starter"), folder.path());
    let world = Arc::new(DiskWorld::new(folder.path(), Some(DAY)));
    let (running, told) = start_on(world, folder.path(), false);
    let file = folder.path().join("content/tongzhi/tongzhi.md");
    let litter = folder.path().join("content/tongzhi/.tongzhi.md.swp");
    let text = fs::read_to_string(&file).unwrap();
    let begun = Instant::now();
    // One round falls among edits of which each is told, and one among what is no edit.
    let mut count = 0;
    while begun.elapsed() < Duration::from_millis(7500) {
        count += 1;
        fs::write(&litter, count.to_string()).unwrap();
        if begun.elapsed() < Duration::from_secs(4) {
            let (said, page) = (format!("第{count}次改动"), "/tongzhi/tongzhi.html");
            fs::write(&file, format!("{text}\n{said}。\n")).unwrap();
            wait_for(&running, page, &said, Duration::from_secs(2));
        }
        std::thread::sleep(Duration::from_millis(40));
    }
    let told = told.try_recv();
    assert!(told.is_err(), "after {count} edits: {told:?}");
}

#[test]
fn a_scheduled_item_comes_out_at_midnight() {
    let world = starter();
    let due = "---\n标题: 到日子的条目\n公开属性: 主动公开\n发布日期: 2026-01-21\n---\n正文。\n";
    write(&world, "content/tongzhi/daoqi.md", due);
    let (running, _folder, _told) = start(&world, false);
    assert_eq!(get(&running, "/tongzhi/daoqi.html").status, 404);
    assert!(!get(&running, "/tongzhi/").body.contains("到日子的条目"));
    world.lock().unwrap().set_today(Date::constant(2026, 1, 21));
    wait_for(&running, "/tongzhi/daoqi.html", "到日子的条目", Duration::from_secs(3));
    assert!(get(&running, "/tongzhi/").body.contains("到日子的条目"));
}

/// The program itself in a new portal, until it is dropped.
pub(crate) struct Program {
    child: Child,
    /// What it says, line by line.
    lines: Receiver<String>,
    _folder: tempfile::TempDir,
}

impl Program {
    pub(crate) fn start(arguments: &[&str], browser: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = crate::program::gongkai(folder.path(), &["init", "p"]);
        assert_eq!(made.code, Some(0), "{}", made.err);
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("gongkai"));
        command.current_dir(folder.path().join("p")).arg("serve").args(arguments);
        if let Some(script) = browser {
            let file = folder.path().join("browser");
            fs::write(&file, script).unwrap();
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
            }
            command.env("BROWSER", &file);
        }
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in errors.lines() {
                if sender.send(line.unwrap()).is_err() {
                    return;
                }
            }
        });
        Self { child, lines, _folder: folder }
    }

    /// The next line that says something.
    fn says(&self, what: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(10)).unwrap();
            if line.contains(what) {
                return line;
            }
        }
    }

    pub(crate) fn port(&self) -> u16 {
        let line = self.says("预览地址");
        let after = line.split("127.0.0.1:").nth(1).unwrap();
        after.split('/').next().unwrap().parse().unwrap()
    }
}

impl Program {
    /// The memory that it has, in KB.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        drop((self.child.kill(), self.child.wait()));
    }
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_although_pages_are_open() {
    let mut program = Program::start(&["--port", "0"], None);
    let port = program.port();
    let mut streams = Vec::new();
    for _ in 0..8 {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let head = "GET /__gongkai/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let mut some = [0; 16];
        stream.read_exact(&mut some).unwrap();
        streams.push(stream);
    }
    let begun = Instant::now();
    let pid = program.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let status = program.child.wait().unwrap();
    let took = begun.elapsed();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_millis(300), "it took {took:?} to end");
    program.says("预览结束");
}

#[test]
fn a_busy_port_moves_on_and_says_so() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let program = Program::start(&["--port", &port.to_string()], None);
    let line = program.says("已被占用");
    assert!(line.contains(&format!("端口 {port} 已被占用，改用 ")), "{line}");
    assert!(program.port() > port);
}

/// What the officer must know of how it runs stands before the address, and only then.
#[test]
fn the_terminal_says_when_files_are_looked_at_and_when_others_can_look_in() {
    let polled = "每秒查看一次文件，不等系统通知改动。";
    let open = "注意：同一网络里的其他人也能看到预览。";
    let said = |arguments: &[&str]| {
        let program = Program::start(&[&["--port", "0"], arguments].concat(), None);
        let (mut polled_said, mut open_said, mut address) = (false, false, false);
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(10) {
            let Ok(line) = program.lines.recv_timeout(Duration::from_millis(1500)) else {
                break;
            };
            polled_said |= line == polled;
            open_said |= line == open;
            assert!(!(address && line == open), "it is told too late: {line}");
            address |= line.contains("预览地址 http://127.0.0.1:");
        }
        assert!(address, "{arguments:?}: no address is told");
        (polled_said, open_said)
    };
    assert_eq!(said(&[]), (false, false));
    assert_eq!(said(&["--poll"]), (true, false));
    assert_eq!(said(&["--interface", "0.0.0.0"]), (false, true));
}

#[test]
#[cfg(target_os = "linux")]
fn the_browser_is_opened_at_the_address() {
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("opened");
    let script = format!("#!/bin/sh\necho \"$1\" > {}\n", note.display());
    let program = Program::start(&["--port", "0", "-O"], Some(&script));
    let port = program.port();
    let begun = Instant::now();
    let opened = loop {
        match fs::read_to_string(&note) {
            Ok(text) if text.ends_with('\n') => break text,
            _ => assert!(begun.elapsed() < Duration::from_secs(5), "no browser came"),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(opened.trim(), format!("http://127.0.0.1:{port}/"));
}

#[test]
fn every_argument_is_explained() {
    let run = crate::program::gongkai(Path::new("."), &["serve", "--help"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    for (argument, words) in [
        ("--interface <地址>", "监听的地址"),
        ("--port <端口>", "1111"),
        ("--open", "浏览器"),
        ("--as-of <日期>", "默认今天"),
        ("--poll", "每秒"),
        ("--withheld", "未公开"),
    ] {
        let line = run.out.lines().find(|line| line.contains(argument));
        assert!(line.is_some_and(|line| line.contains(words)), "{argument}: {}", run.out);
    }
    // What the program can be asked is named once each, by the language of the officer.
    assert!(!run.out.contains("[default") && !run.out.contains("Print"), "{}", run.out);
}
