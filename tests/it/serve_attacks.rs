//! What an attacker may send to the preview, and what he gets.
//!
//! The requests stand in `tests/cases/serve/attacks.txt` with the answer to each; here they
//! are sent as they are, byte for byte. What takes more than one request follows below.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::repository;
use crate::serve::Portal;
use crate::serve_watch::Program;

/// Words of an item that is not public.
const CANARY: &str = "金丝雀一号甲乙丙";

/// One request with the answers that are expected.
struct Attack {
    group: String,
    expected: Vec<String>,
    bytes: Vec<u8>,
}

/// The table, and the size that each group says it has.
fn attacks() -> (Vec<Attack>, Vec<(String, usize)>) {
    let text = repository::text("tests/cases/serve/attacks.txt").unwrap();
    let (mut attacks, mut groups, mut frame) = (Vec::new(), Vec::new(), String::new());
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("== ") {
            let (name, size) = name.split_once(' ').unwrap();
            groups.push((name.to_owned(), size.parse().unwrap()));
        } else if let Some(send) = line.strip_prefix("send: ") {
            frame = send.to_owned();
        } else {
            let (expected, own) = line.split_once(' ').unwrap();
            attacks.push(Attack {
                group: groups.last().unwrap().0.clone(),
                expected: expected.split(',').map(str::to_owned).collect(),
                bytes: unescape(&frame.replace("@@", own)),
            });
        }
    }
    (attacks, groups)
}

/// `{x*3}` is `xxx`; then the escapes.
fn unescape(text: &str) -> Vec<u8> {
    let text = match (text.find('{'), text.find('}')) {
        (Some(from), Some(to)) => {
            let (what, times) = text[from + 1..to].rsplit_once('*').unwrap();
            let many = what.repeat(times.parse().unwrap());
            format!("{}{many}{}", &text[..from], &text[to + 1..])
        }
        _ => text.to_owned(),
    };
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let (kind, after) = rest.split_first().unwrap();
        rest = after;
        match kind {
            b'r' => bytes.push(b'\r'),
            b'n' => bytes.push(b'\n'),
            b't' => bytes.push(b'\t'),
            b'\\' => bytes.push(b'\\'),
            b'x' => {
                let digits = std::str::from_utf8(&rest[..2]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &rest[2..];
            }
            other => panic!("no such escape: {}", char::from(*other)),
        }
    }
    bytes
}

/// One answer.
struct Answer {
    status: String,
    head: String,
    body: String,
}

/// Everything that comes back until the server ends the connection, which it is asked to do
/// when `count` answers are there; a smuggled request would add one.
fn send(address: SocketAddr, bytes: &[u8], count: usize) -> Vec<Answer> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    // The server may have seen enough before all is sent.
    let sent = stream.write_all(bytes);
    let (mut got, mut closing) = (Vec::new(), sent.is_err());
    loop {
        if !closing && answers(&got).len() >= count {
            closing = true;
            let shut = stream.shutdown(Shutdown::Write);
            drop(shut);
        }
        let mut some = [0; 16 << 10];
        match stream.read(&mut some) {
            Ok(0) | Err(_) => return answers(&got),
            Ok(read) => got.extend_from_slice(&some[..read]),
        }
    }
}

/// The complete answers at the beginning of what came.
fn answers(mut got: &[u8]) -> Vec<Answer> {
    let mut all = Vec::new();
    while let Some(end) = got.windows(4).position(|four| four == b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&got[..end]).to_lowercase();
        let status = head.split(' ').nth(1).unwrap_or_default().to_owned();
        got = &got[end + 4..];
        if status == "100" {
            continue;
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map_or(0, |length| length.parse().unwrap());
        let Some(body) = got.get(..length) else { return all };
        let body = String::from_utf8_lossy(body).into_owned();
        got = &got[length..];
        let streams = head.contains("text/event-stream");
        let status = if streams { format!("{status}~") } else { status };
        all.push(Answer { status, head, body });
    }
    all
}

/// What holds for each answer, whatever was asked.
fn check(answer: &Answer, what: &str) {
    let Answer { status, head, body } = answer;
    assert!(!status.starts_with('5'), "{what}: {head}");
    assert!(!head.contains("access-control"), "{what}: {head}");
    assert!(!body.contains(CANARY) && !body.contains("base_url"), "{what}: {body}");
    // The parser of requests refuses with a bare head, which has nothing to be mistaken.
    if head.contains("content-length: 0") && matches!(&**status, "400" | "431") {
        return;
    }
    for header in [
        "x-content-type-options: nosniff",
        "cache-control: no-store",
        "referrer-policy: no-referrer",
        "x-frame-options: deny",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(head.contains(header), "{what}: no {header} in {head}");
    }
    if head.contains("content-type: text/html") {
        let policy = "content-security-policy: default-src 'none'; script-src 'self';";
        assert!(head.contains(policy), "{what}: {head}");
        assert!(head.contains("frame-ancestors 'none'"), "{what}: {head}");
    }
    if status == "405" {
        assert!(head.contains("allow: get, head"), "{what}: {head}");
    }
}

fn portal() -> Portal {
    let secret =
        format!("---\n标题: {CANARY}\n公开属性: 不予公开\n---\n{CANARY}的正文。\n");
    Portal::start(&[("content/tongzhi/neibu.md", &secret)])
}

#[test]
fn every_request_of_the_list_is_answered_as_stated() {
    let (attacks, groups) = attacks();
    for (name, size) in &groups {
        let count = attacks.iter().filter(|attack| attack.group == *name).count();
        assert_eq!(count, *size, "requests in the group {name}");
    }
    assert_eq!(attacks.len(), 96);
    let portal = portal();
    let mut wrong = String::new();
    for Attack { group, expected, bytes } in &attacks {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]);
        let what = format!("{group} {shown:?}");
        let got = send(portal.preview.address(), bytes, expected.len());
        got.iter().for_each(|answer| check(answer, &what));
        let statuses: Vec<String> = got.into_iter().map(|answer| answer.status).collect();
        let nothing = *expected == ["-"] && statuses.is_empty();
        if statuses != *expected && !nothing {
            wrong.push_str(&format!("{what}: {statuses:?}, not {expected:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(portal.get("/").status, 200);
}

/// Asks for a page and gives how long that took.
fn page(address: SocketAddr) -> Duration {
    let begun = Instant::now();
    let request = b"GET /tongzhi/tongzhi.html HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let got = send(address, request, 1);
    assert_eq!(got.first().map(|answer| &*answer.status), Some("200"));
    begun.elapsed()
}

#[test]
fn a_thousand_slow_clients_stop_nobody() {
    let portal = portal();
    let address = portal.preview.address();
    let begun = Instant::now();
    let mut slow: Vec<TcpStream> = Vec::new();
    for _ in 0..1000 {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_nonblocking(true).unwrap();
        let sent = stream.write(b"GET / HTTP/1.1\r\nHost: ");
        drop(sent);
        slow.push(stream);
    }
    let left = |slow: &mut Vec<TcpStream>| {
        let mut some = [0; 64];
        slow.retain_mut(|stream| {
            matches!(stream.read(&mut some), Err(error) if error.kind() == ErrorKind::WouldBlock)
        });
        slow.len()
    };
    let mut slowest = Duration::ZERO;
    for _ in 0..20 {
        slowest = slowest.max(page(address));
        for stream in &mut slow {
            // Of many the end has come already.
            let sent = stream.write(b"l");
            drop(sent);
        }
    }
    assert!(slowest < Duration::from_millis(500), "the slowest page took {slowest:?}");
    let open = left(&mut slow);
    assert!(open <= 512, "{open} connections are open at once");
    // A head that does not come is not waited for; every slow client is gone in the end.
    while left(&mut slow) > 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "{} are left", slow.len());
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn streams_that_nobody_reads_are_few_and_do_no_harm() {
    let portal = portal();
    let address = portal.preview.address();
    let request = b"GET /__gongkai/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut open: Vec<TcpStream> = Vec::new();
    let mut refused = 0;
    for _ in 0..100 {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(request).unwrap();
        let mut status = [0; 12];
        stream.read_exact(&mut status).unwrap();
        match &status[9..] {
            b"200" => open.push(stream),
            b"503" => refused += 1,
            other => panic!("{}", String::from_utf8_lossy(other)),
        }
    }
    assert_eq!((open.len(), refused), (64, 36));
    let text = portal.read("content/tongzhi/tongzhi.md");
    portal.write("content/tongzhi/tongzhi.md", &format!("{text}\n没有人读的一句。\n"));
    portal.wait_for("/tongzhi/tongzhi.html", "没有人读的一句");
    // Room comes back with each page that is closed.
    drop(open);
    let begun = Instant::now();
    while send(address, request, 1).first().map(|answer| &*answer.status) != Some("200~")
    {
        assert!(begun.elapsed() < Duration::from_secs(5), "no stream was freed");
    }
}

/// Who asks for the head of a stream has none, and may be sent away like others.
#[test]
fn heads_of_streams_do_not_fill_the_room() {
    let portal = portal();
    let address = portal.preview.address();
    let request = b"HEAD /__gongkai/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut open: Vec<TcpStream> = Vec::new();
    for _ in 0..600 {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(request).unwrap();
        let mut status = [0; 12];
        stream.read_exact(&mut status).unwrap();
        assert_eq!(&status[9..], b"200");
        open.push(stream);
    }
    page(address);
    let mut some = [0; 1024];
    open.retain_mut(|stream| {
        stream.set_nonblocking(true).unwrap();
        loop {
            match stream.read(&mut some) {
                Ok(0) => return false,
                Ok(_) => {}
                Err(error) => return error.kind() == ErrorKind::WouldBlock,
            }
        }
    });
    assert!(open.len() < 512, "{} connections are open at once", open.len());
}

#[test]
#[cfg(target_os = "linux")]
fn attacks_leave_no_memory_behind() {
    let program = Program::start(&["--port", "0"], None);
    let address = SocketAddr::from(([127, 0, 0, 1], program.port()));
    let (attacks, _) = attacks();
    let round = || {
        for Attack { expected, bytes, .. } in &attacks {
            send(address, bytes, expected.len());
        }
        for _ in 0..10_000 {
            let mut stream = TcpStream::connect(address).unwrap();
            let head = b"GET /__gongkai/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
            let sent = stream.write_all(head);
            drop(sent);
        }
        let unread: Vec<TcpStream> = (0..64).map(|_| unread(address)).collect();
        page(address);
        drop(unread);
    };
    round();
    // What is lost grows with every two rounds. What an allocator keeps depends on how many
    // connections wait at once, on a busy machine more in one round than in the one before.
    let grows = || {
        let before = program.memory();
        round();
        round();
        program.memory().saturating_sub(before)
    };
    let mut grown = Vec::new();
    let levels = (0..3).any(|_| {
        grown.push(grows());
        grown.last() < Some(&(8 << 10))
    });
    assert!(levels, "memory grew by {grown:?} KB");
    assert!(page(address) < Duration::from_secs(1));
}

/// A client that asks for much and reads nothing.
fn unread(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(50))).unwrap();
    for _ in 0..200 {
        let head = b"GET /tongzhi/tongzhi.html HTTP/1.1\r\nHost: localhost\r\n\r\n";
        if stream.write_all(head).is_err() {
            break;
        }
    }
    stream
}
