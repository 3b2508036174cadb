//! The preview as a browser, an officer and an attacker meet it.
#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gongkai::config::Overrides;
use gongkai::pipeline;
use gongkai::serve::{self, Event, Listener, Options, Running};
use gongkai::world::{Date, DiskWorld};

/// How long a change may take to be seen.
pub(crate) const SEEN: Duration = Duration::from_secs(2);

pub(crate) const DAY: Date = Date::constant(2026, 1, 20);

const NOTICE: &str = "content/tongzhi/tongzhi.md";

/// A portal in a temporary folder with its preview.
pub(crate) struct Portal {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) preview: Running,
    /// For each build whether it failed.
    pub(crate) builds: Receiver<bool>,
}

struct Told(Mutex<Sender<bool>>);

impl Listener for Told {
    fn tell(&self, event: Event<'_>) {
        if let Event::Built { snapshot, .. } = event {
            let told = self.0.lock().unwrap().send(snapshot.failed);
            told.expect("the test outlives the preview");
        }
    }
}

impl Portal {
    pub(crate) fn start(more: &[(&str, &str)]) -> Self {
        Self::showing(more, false)
    }

    /// A preview that shows what is withheld, or does not.
    pub(crate) fn showing(more: &[(&str, &str)], withheld: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&crate::repository::root().join("src/cli/starter"), folder.path());
        for (path, text) in more {
            fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
            fs::write(folder.path().join(path), text).unwrap();
        }
        let world = Arc::new(DiskWorld::new(folder.path(), Some(DAY)));
        let options = Options {
            root: folder.path().to_owned(),
            interface: [127, 0, 0, 1].into(),
            port: 0,
            overrides: Overrides::default(),
            poll: false,
            withheld,
        };
        let (sender, builds) = channel();
        let told = Arc::new(Told(Mutex::new(sender)));
        let preview = serve::start(world, &options, told).unwrap();
        let failed = builds.recv_timeout(SEEN).unwrap();
        assert!(!failed, "the starter is without errors");
        Self { folder, preview, builds }
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.path().join(path), text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, "Host: localhost\r\n")
    }

    pub(crate) fn ask(&self, method: &str, target: &str, headers: &str) -> Answer {
        let head =
            format!("{method} {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        Answer::to(self.preview.address(), &head)
    }

    /// Waits until a page says something.
    pub(crate) fn wait_for(&self, target: &str, what: &str) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.get(target);
            if answer.body.contains(what) {
                return answer;
            }
            assert!(
                begun.elapsed() < SEEN,
                "「{what}」 is not at {target}: {}",
                answer.body
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    /// In lower case.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn to(address: SocketAddr, request: &str) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").expect("an answer has a head");
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        Self { status: status.unwrap(), head: head.to_lowercase(), body: body.to_owned() }
    }
}

/// Copies the starter as `init` does, dated from the day of the test.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.replace("{今天}", &DAY.to_string());
            let text = text.replace("{今年}", &DAY.year().to_string());
            fs::write(to.join(name), text).unwrap();
        }
    }
}

#[test]
fn pages_come_as_they_are_built_with_a_script_added() {
    let portal = Portal::start(&[]);
    let home = portal.get("/");
    assert_eq!(home.status, 200, "{}", home.body);
    for header in [
        "content-type: text/html; charset=utf-8",
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
    ] {
        assert!(home.head.contains(header), "{header} is not in {}", home.head);
    }
    assert!(!home.head.contains("access-control"), "{}", home.head);
    // What can be opened by itself is a page too, in the eyes of a browser.
    for path in ["/", "/sitemap.xml", "/favicon.svg", "/assets/portal.css", "/nix"] {
        let head = portal.get(path).head;
        let policy = "content-security-policy: default-src 'none';";
        assert!(
            head.contains(policy) && head.contains("frame-ancestors 'none'"),
            "{head}"
        );
    }
    assert_eq!(portal.get("/index.html").body, home.body);

    let world = DiskWorld::new(portal.folder.path(), Some(DAY));
    let built = pipeline::build(&world, &Overrides::default(), None).built.unwrap();
    for (path, output) in built.renderer.all() {
        let expected = built.renderer.emit(&path, output, &world).unwrap();
        let given = portal.get(&format!("/{path}"));
        assert_eq!(given.status, 200, "{path}");
        if path != "404.html" {
            let plain = without_script(&given.body);
            assert_eq!(plain, String::from_utf8_lossy(&expected), "{path}");
        }
    }
    let item = portal.get("/tongzhi/tongzhi.html").body;
    let source = "&quot;source&quot;:&quot;content/tongzhi/tongzhi.md&quot;";
    assert!(item.contains(source), "{item}");
    let sheet = portal.get("/assets/portal.css");
    assert!(sheet.head.contains("text/css; charset=utf-8"), "{}", sheet.head);
    let script = portal.get("/__gongkai/preview.js");
    assert!(script.head.contains("text/javascript; charset=utf-8"), "{}", script.head);
    assert!(!script.body.contains("innerHTML"));
}

/// The page without the tag of the preview.
pub(crate) fn without_script(html: &str) -> String {
    let Some(from) = html.find("<script src=\"/__gongkai/preview.js\"") else {
        return html.to_owned();
    };
    let end = "></script>";
    let to = html[from..].find(end).unwrap() + from + end.len();
    format!("{}{}", &html[..from], &html[to..])
}

#[test]
fn what_is_not_there_is_answered_by_the_site() {
    let portal = Portal::start(&[]);
    let missing = portal.get("/nix/nix.html");
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("href=\"/assets/portal.css"), "{}", missing.body);
    assert!(!missing.body.contains("href=\"https://www.example.invalid"));
    let folder = portal.get("/tongzhi");
    assert_eq!(folder.status, 307);
    assert!(folder.head.contains("location: /tongzhi/"), "{}", folder.head);
    let head = portal.ask("HEAD", "/", "Host: localhost\r\n");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn an_edit_is_seen_and_a_broken_one_keeps_the_page() {
    let portal = Portal::start(&[]);
    let text = portal.read(NOTICE);
    portal.write(NOTICE, &format!("{text}\n改动以后的一句。\n"));
    portal.wait_for("/tongzhi/tongzhi.html", "改动以后的一句");
    assert!(!portal.builds.recv_timeout(SEEN).unwrap());

    portal.write(NOTICE, "---\n标题: [\n---\n");
    assert!(portal.builds.recv_timeout(SEEN).unwrap(), "a broken file fails the build");
    let page = portal.get("/tongzhi/tongzhi.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("改动以后的一句"), "{}", page.body);
    let state = first_event(&portal);
    assert!(state.contains("\"failed\":true"), "{state}");
    assert!(state.contains(NOTICE), "{state}");

    portal.write(NOTICE, &text);
    assert!(!portal.builds.recv_timeout(SEEN).unwrap(), "the mended file builds");
    assert!(first_event(&portal).contains("\"failed\":false"));
    let page = portal.get("/tongzhi/tongzhi.html");
    assert!(!page.body.contains("改动以后的一句"), "{}", page.body);
}

#[test]
fn what_is_closed_goes_although_something_else_is_broken() {
    let portal = Portal::start(&[]);
    portal.write("content/tongzhi/huai.md", "---\n标题: [\n---\n");
    assert!(portal.builds.recv_timeout(SEEN).unwrap(), "a broken file fails the build");
    assert_eq!(portal.get("/tongzhi/tongzhi.html").status, 200);
    let text = portal.read(NOTICE).replace("公开属性: 主动公开", "公开属性: 不予公开");
    portal.write(NOTICE, &text);
    assert!(portal.builds.recv_timeout(SEEN).unwrap(), "it is still broken");
    assert_eq!(portal.get("/tongzhi/tongzhi.html").status, 404);
    assert!(!portal.get("/tongzhi/").body.contains("tongzhi.html"));
}

#[test]
fn what_is_renamed_and_closed_goes_too_and_so_does_the_text_of_a_column() {
    let column = "content/tongzhi/_index.md";
    let text = "---\n标题: 通知公告\n公开属性: 主动公开\n---\n栏目的说明文字。\n";
    let portal = Portal::start(&[(column, text)]);
    assert!(portal.get("/tongzhi/").body.contains("栏目的说明文字"));
    portal.write("content/tongzhi/huai.md", "---\n标题: [\n---\n");
    assert!(portal.builds.recv_timeout(SEEN).unwrap(), "a broken file fails the build");
    assert!(portal.get("/tongzhi/").body.contains("栏目的说明文字"), "a good site stays");
    portal.write(column, &text.replace("公开属性: 主动公开", "公开属性: 不予公开"));
    assert!(portal.builds.recv_timeout(SEEN).unwrap(), "it is still broken");
    assert!(!portal.get("/tongzhi/").body.contains("栏目的说明文字"));
}

#[test]
fn an_item_that_is_renamed_and_closed_at_once_is_shown_no_more() {
    let portal = Portal::start(&[]);
    portal.write("content/tongzhi/huai.md", "---\n标题: [\n---\n");
    assert!(portal.builds.recv_timeout(SEEN).unwrap(), "a broken file fails the build");
    let text = portal.read(NOTICE).replace("公开属性: 主动公开", "公开属性: 不予公开");
    fs::rename(
        portal.folder.path().join(NOTICE),
        portal.folder.path().join("content/tongzhi/gaiming.md"),
    )
    .unwrap();
    portal.write("content/tongzhi/gaiming.md", &text);
    portal.wait_for("/tongzhi/tongzhi.html", "没有找到");
}

/// The state that a page is told when it connects.
pub(crate) fn first_event(portal: &Portal) -> String {
    let mut stream = TcpStream::connect(portal.preview.address()).unwrap();
    stream.set_read_timeout(Some(SEEN)).unwrap();
    let head = "GET /__gongkai/events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    while !bytes.windows(3).any(|end| end == b"}\n\n") {
        let mut some = [0; 1024];
        let count = stream.read(&mut some).unwrap();
        assert!(count > 0, "the stream ended: {}", String::from_utf8_lossy(&bytes));
        bytes.extend_from_slice(&some[..count]);
    }
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.to_lowercase().contains("content-type: text/event-stream"), "{text}");
    text
}

#[test]
fn many_changes_at_once_are_few_builds() {
    let portal = Portal::start(&[]);
    // A build within the first seconds may be one for what was missed while it began to watch.
    std::thread::sleep(Duration::from_millis(300));
    while portal.builds.try_recv().is_ok() {}
    let began = Instant::now();
    for number in 0..300 {
        let item = format!(
            "---\n标题: 第{number}件\n公开属性: 主动公开\n发布日期: 2026-01-06\n---\n正文。\n"
        );
        portal.write(&format!("content/tongzhi/duo-{number}.md"), &item);
    }
    // A machine so busy that writing takes seconds may build once more in each of them.
    let most = 3 + began.elapsed().as_secs();
    portal.wait_for("/tongzhi/duo-299.html", "第299件");
    assert_eq!(portal.get("/tongzhi/duo-0.html").status, 200);
    let mut builds = 0;
    while portal.builds.recv_timeout(Duration::from_millis(700)).is_ok() {
        builds += 1;
    }
    assert!((1..=most).contains(&builds), "{builds} builds of 300 changes at once");
}

#[test]
fn new_files_and_folders_are_seen_and_old_ones_go() {
    let portal = Portal::start(&[]);
    let item =
        "---\n标题: 新的通知\n公开属性: 主动公开\n发布日期: 2026-01-06\n---\n正文。\n";
    let folder = portal.folder.path().join("content/tongzhi/xin");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("index.md"), item).unwrap();
    portal.wait_for("/tongzhi/xin.html", "新的通知");
    portal.write("content/tongzhi/.xin.md.swp", "x");
    fs::remove_dir_all(&folder).unwrap();
    portal.wait_for("/tongzhi/xin.html", "没有找到");
    fs::create_dir(portal.folder.path().join("templates")).unwrap();
    // The folder is seen first and then the file in it, as when an officer makes them.
    std::thread::sleep(Duration::from_millis(400));
    assert!(portal.get("/map.html").body.contains("网站地图"));
    portal.write("templates/map.html", "<body>自己的模板</body>");
    portal.wait_for("/map.html", "自己的模板");
}

#[test]
fn what_is_withheld_is_not_there() {
    let secret = "---\n标题: 内部名单\n公开属性: 不予公开\n---\n不能公开的正文。\n";
    let portal = Portal::start(&[("content/tongzhi/neibu.md", secret)]);
    let answer = portal.get("/tongzhi/neibu.html");
    assert_eq!(answer.status, 404);
    assert!(!answer.body.contains("不能公开的正文"));
    assert!(!portal.get("/tongzhi/").body.contains("内部名单"));
}

#[test]
fn a_page_that_cannot_be_made_says_why_as_text() {
    let broken = "{{ get_page(path=\"<script>x</script>\") }}";
    let portal = Portal::start(&[("templates/map.html", broken)]);
    let answer = portal.get("/map.html");
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("&lt;script&gt;x&lt;/script&gt;"), "{}", answer.body);
    assert!(!answer.body.contains("<script>x"), "{}", answer.body);
    assert!(answer.body.contains("preview.js"), "{}", answer.body);
    assert_eq!(portal.get("/").status, 200);
}

#[test]
fn a_taken_port_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let options = Options {
        root: folder.path().to_owned(),
        interface: [127, 0, 0, 1].into(),
        port,
        overrides: Overrides::default(),
        poll: false,
        withheld: false,
    };
    let (sender, builds) = channel();
    let world = Arc::new(DiskWorld::new(folder.path(), Some(DAY)));
    let preview =
        serve::start(world, &options, Arc::new(Told(Mutex::new(sender)))).unwrap();
    assert!(preview.address().port() > port);
    assert!(builds.recv_timeout(SEEN).unwrap(), "there is no portal in the folder");
    let head = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = Answer::to(preview.address(), head);
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("config.toml"), "{}", answer.body);
}
