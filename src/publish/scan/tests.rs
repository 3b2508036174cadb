//! Planted leaks, each of which must be found, and innocent files, which must not be.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::fingerprint::Fingerprints;

/// A body that is withheld.
const SECRET: &str = "经集体研究拟对某某企业依法作出行政处罚决定并处罚款";
/// A title that is withheld.
const TITLE: &str = "关于涉密会议安排的通知";
/// A cell that is withheld.
const PHONE: &str = "13800138000";
/// A file stem that is withheld.
const STEM: &str = "huiyi-anpai-2023";

fn watchlist() -> Watchlist {
    let mut note = Fingerprints::of_text(SECRET);
    note.merge(Fingerprints::of_whole(TITLE));
    note.merge(Fingerprints::of_whole(STEM));
    Watchlist::new(vec![
        ("通知/会议.md".to_owned(), note),
        ("清单/中介.yaml".to_owned(), Fingerprints::of_whole(PHONE)),
    ])
}

/// The withheld sources that are recognised in a file.
fn sources(path: &str, bytes: &[u8]) -> Vec<String> {
    let mut sources: Vec<String> = scan(&watchlist(), path, bytes)
        .into_iter()
        .map(|objection| match objection {
            Objection::Withheld { source, .. } => source,
            Objection::Unreadable { reason, .. } => format!("{reason:?}"),
        })
        .collect();
    sources.dedup();
    sources
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, contents) in members {
        let options = SimpleFileOptions::default();
        let deflated = options.compression_method(zip::CompressionMethod::Deflated);
        archive.start_file(*name, deflated).unwrap();
        archive.write_all(contents).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn gzip(contents: &[u8]) -> Vec<u8> {
    let mut stream = GzEncoder::new(Vec::new(), Compression::default());
    stream.write_all(contents).unwrap();
    stream.finish().unwrap()
}

fn pdf(content: &[u8]) -> Vec<u8> {
    let mut stream = ZlibEncoder::new(Vec::new(), Compression::default());
    stream.write_all(content).unwrap();
    let mut file = b"%PDF-1.7\n1 0 obj <</Filter/FlateDecode>>\nstream\r\n".to_vec();
    file.extend(stream.finish().unwrap());
    file.extend(b"\nendstream endobj\n%%EOF");
    file
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

/// Each letter with something after it.
fn spread(text: &str, between: &str) -> String {
    text.chars().map(|c| format!("{c}{between}")).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Every file in which something withheld is hidden, with the path it stands under.
fn planted() -> Vec<(&'static str, Vec<u8>)> {
    let mut planted = planted_texts();
    planted.extend(planted_containers());
    planted
}

/// Leaks in files that are text.
fn planted_texts() -> Vec<(&'static str, Vec<u8>)> {
    let references: String =
        SECRET.chars().map(|c| format!("&#{};", u32::from(c))).collect();
    let hexadecimal: String =
        SECRET.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect();
    let escapes: String =
        SECRET.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let percent: String = SECRET.bytes().map(|b| format!("%{b:02x}")).collect();
    vec![
        ("a.txt", format!("正文{SECRET}。").into_bytes()),
        ("a.html", format!("<p>{}</p>", spread(SECRET, "<wbr>")).into_bytes()),
        ("b.html", format!("<p>{}</p>", spread(SECRET, "\u{200B}\n")).into_bytes()),
        ("c.html", format!("<a title=\"{SECRET}\">x</a>").into_bytes()),
        (
            "d.html",
            format!("<a title=\"1 > 0 {}\">", spread(SECRET, "&quot;")).into_bytes(),
        ),
        ("e.html", format!("<!-- {SECRET} -->").into_bytes()),
        ("f.html", format!("<p>{references}</p>").into_bytes()),
        ("g.html", format!("<img alt='{hexadecimal}'>").into_bytes()),
        ("h.html", format!("<p {SECRET}").into_bytes()),
        ("i.html", format!("<p>1 < 2 {SECRET}").into_bytes()),
        ("j.html", format!("<script>\"{escapes}\"</script>").into_bytes()),
        ("k.html", format!("<a href=\"/x/{percent}\">").into_bytes()),
        ("l.html", format!("<h1>{TITLE}</h1>").into_bytes()),
        ("m.html", format!("<a href=\"../{STEM}.html\">").into_bytes()),
        ("n.html", format!("<td>联系手机<td>{PHONE}</td>").into_bytes()),
        ("huiyi_anpai_2023.html", b"<p>x</p>".to_vec()),
        ("a.json", format!("{{\"t\":\"{escapes}\"}}").into_bytes()),
        ("b.json", format!("[\"{}\"]", spread(SECRET, "\\n")).into_bytes()),
        ("c.json", format!("[\"{}\"]", spread(SECRET, "\\u003cb>")).into_bytes()),
        (
            "a.csv",
            format!("\u{FEFF}事项,电话\r\n甲,138-0013-8000\r\n{TITLE}").into_bytes(),
        ),
        ("b.csv", spread(SECRET, ",").into_bytes()),
        ("c.csv", spread(SECRET, "\r\n").into_bytes()),
        ("d.json", format!("[\"{}\"]", spread(SECRET, "\",\"")).into_bytes()),
        (
            "a.js",
            format!("if (a<b) {{ t = '{}'; }}", spread(SECRET, "' + '")).into_bytes(),
        ),
        ("a.svg", format!("<svg><text>{SECRET}</text></svg>").into_bytes()),
        (
            "atom.xml",
            format!("<feed>&lt;p&gt;{}</feed>", spread(SECRET, "&lt;/b&gt;"))
                .into_bytes(),
        ),
    ]
}

/// Leaks in files that are not.
fn planted_containers() -> Vec<(&'static str, Vec<u8>)> {
    let word = format!("<w:p>{}</w:p>", spread(SECRET, "</w:t></w:r><w:r><w:t>"));
    let docx = zip(&[("word/document.xml", word.as_bytes())]);
    let mut picture = b"\xFF\xD8\xFF\xE1\x00\x10Exif\0\0".to_vec();
    picture.extend(utf16(TITLE, u16::to_le_bytes));
    let wide = |text: &str| utf16(text, u16::to_be_bytes);
    let shown = format!("BT <{}> Tj ET", hex(&wide(SECRET)));
    let pieces = "BT [(huiyi) -25 (-) 3 (anpai-2023)] TJ ET";
    let mut octal = b"%PDF-1.4\n<</Title (\\376\\377".to_vec();
    octal.extend(wide(TITLE).iter().flat_map(|b| format!("\\{b:03o}").into_bytes()));
    octal.extend(b")>>");
    vec![
        ("a.docx", docx.clone()),
        ("a.zip", zip(&[("附件.docx", &docx)])),
        ("b.zip", zip(&[(&format!("{TITLE}.txt"), b"x")])),
        (
            "c.xlsx",
            zip(&[("xl/sharedStrings.xml", format!("<t>{PHONE}</t>").as_bytes())]),
        ),
        ("a.gz", gzip(SECRET.as_bytes())),
        ("b.pdf", pdf(SECRET.as_bytes())),
        ("c.pdf", pdf(shown.as_bytes())),
        ("d.pdf", pdf(pieces.as_bytes())),
        ("e.pdf", octal),
        ("f.zip", zip(&[("x.pdf", &pdf(shown.as_bytes()))])),
        ("a.jpg", picture),
        ("a.doc", [&b"\xD0\xCF\x11"[..], &utf16(SECRET, u16::to_le_bytes)].concat()),
        ("b.doc", [&b"\xD0\xCF\x11\xE0"[..], &utf16(SECRET, u16::to_be_bytes)].concat()),
        ("a.bin", [b"\xFF\xFE", SECRET.as_bytes(), b"\xFF"].concat()),
    ]
}

#[test]
fn all_planted_leaks_are_found() {
    let planted = planted();
    assert!(planted.len() > 30);
    for (path, bytes) in planted {
        let found = sources(path, &bytes);
        let expected = match path {
            "n.html" | "c.xlsx" => &["清单/中介.yaml"][..],
            "a.csv" => &["清单/中介.yaml", "通知/会议.md"],
            _ => &["通知/会议.md"],
        };
        assert_eq!(found, expected, "{path}: {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn innocent_files_pass() {
    let page =
        "<!DOCTYPE html><title>关于会议安排的通知</title><p>拟对某某企业作出行政处罚";
    let digits = "<td>138-0013<td>8001380013800<td>e13800";
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("index.html", page.into()),
        ("a.html", digits.into()),
        ("a.json", br#"{"t":"\u4e2d\n\\","u":"%E4%B8"}"#.to_vec()),
        ("a.docx", zip(&[("word/document.xml", page.as_bytes())])),
        ("a.pdf", pdf(page.as_bytes())),
        ("b.pdf", b"%PDF-1.4 stream\n\x78\x9Cbroken endstream".to_vec()),
        ("a.gz", gzip(page.as_bytes())),
        ("empty.txt", Vec::new()),
        ("a.bin", (0..=255).collect()),
    ];
    for (path, bytes) in files {
        assert_eq!(scan(&watchlist(), path, &bytes), [], "{path}");
    }
}

#[test]
fn words_that_only_meet_at_a_seam_are_no_leak() {
    // The withheld text goes on otherwise after the letter at which the page's own words begin.
    let title: String = SECRET.chars().take(15).collect();
    let next = SECRET.chars().nth(15).unwrap();
    let page = format!("<p>{title}</p><small>{next}文</small>");
    assert!(sources("a.html", page.as_bytes()).is_empty());
    let many = page.repeat(10);
    assert!(sources("a.html", many.as_bytes()).is_empty(), "ten of them neither");
    let inline = format!("<p>{title}<b class=x>{next}</b>文");
    assert_eq!(sources("a.html", inline.as_bytes()), ["通知/会议.md"]);
    let leak: String = SECRET.chars().skip(15).take(6).collect();
    let page = format!("<p>{title}</p><p>{leak}</p>");
    assert_eq!(sources("a.html", page.as_bytes()), ["通知/会议.md"]);
    let whole: String = SECRET.chars().take(16).collect();
    let page = format!("<p>{whole}</p>");
    assert_eq!(sources("a.html", page.as_bytes()), ["通知/会议.md"]);
}

/// In data the words of two cells stand beside each other as those of two elements do.
#[test]
fn cells_that_only_meet_are_no_leak() {
    let title: String = SECRET.chars().take(15).collect();
    let next = SECRET.chars().nth(15).unwrap();
    let leak: String = SECRET.chars().skip(15).take(6).collect();
    for (path, between) in [
        ("data/a/2023.csv", "\"。,,,\""),
        ("data/a/2023.csv", "\"\r\n\""),
        ("data/items.json", "\",\""),
        ("data/a/2023.json", "\"],[\""),
        ("a/feed.json", "\":\""),
        ("llms.txt", "\"\n\""),
    ] {
        let innocent = format!("\"{title}{between}{next}文\"");
        assert!(sources(path, innocent.as_bytes()).is_empty(), "{path}: {innocent}");
        // So long that it does not stand in the archive as it is.
        let long = format!("{innocent}{}", " 0".repeat(400));
        let pack = zip(&[(path, long.as_bytes())]);
        assert!(sources("data/a.zip", &pack).is_empty(), "{path} in a pack");
        let data = format!("\"{title}{between}{leak}\"");
        assert_eq!(sources(path, data.as_bytes()), ["通知/会议.md"], "{path}: {data}");
        for (path, bytes) in [
            ("a/附件.csv", innocent.clone().into_bytes()),
            ("a/附件.json", innocent.clone().into_bytes()),
            ("a/llms.txt", innocent.clone().into_bytes()),
            ("a/附件.zip", pack.clone()),
            ("data/a.zip", zip(&[("a/附件.csv", innocent.as_bytes())])),
            ("data/a.zip", zip(&[("a/附件.zip", &pack)])),
        ] {
            assert_eq!(
                sources(path, &bytes),
                ["通知/会议.md"],
                "{path} is no data of ours"
            );
        }
    }
}

/// What stands in one cell was written together, whatever marks are in it.
#[test]
fn marks_within_a_cell_are_no_seams() {
    let start: String = SECRET.chars().take(8).collect();
    let end: String = SECRET.chars().skip(8).take(8).collect();
    for (path, between) in [
        ("data/a/2023.csv", ",\n\"\""),
        ("data/items.json", ","),
        ("data/items.json", "\\n"),
        ("data/items.json", "\\\","),
        ("llms.txt", ",\""),
    ] {
        let data = format!("\"{start}{between}{end}\"");
        assert_eq!(sources(path, data.as_bytes()), ["通知/会议.md"], "{path}: {data}");
    }
}

/// A short text that is withheld has too few shingles to count across seams.
#[test]
fn a_short_text_over_two_lines_of_an_attachment_is_found() {
    let (start, end): (String, String) =
        (SECRET.chars().take(9).collect(), SECRET.chars().skip(9).take(8).collect());
    for between in ["\n", ",", "\",\""] {
        let text = format!("{start}{between}{end}");
        for path in ["a/附件.txt", "a/附件.csv", "a/附件.json"] {
            assert_eq!(
                sources(path, text.as_bytes()),
                ["通知/会议.md"],
                "{path}: {text}"
            );
        }
    }
}

#[test]
fn nothing_is_looked_for_when_nothing_is_withheld() {
    for (path, bytes) in planted() {
        assert_eq!(scan(&Watchlist::default(), path, &bytes), []);
    }
    assert_eq!(scan(&Watchlist::default(), "a.zip", b"PK\x03\x04"), []);
}

#[test]
fn what_cannot_be_looked_into_is_objected_to() {
    let mut locked = zip(&[("x.txt", b"x")]);
    // The flag for a password and the method, in the header and in the directory.
    let central = locked.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    (locked[6], locked[central + 8]) = (locked[6] | 1, locked[central + 8] | 1);
    let mut rare = zip(&[("x.txt", b"x")]);
    (rare[8], rare[central + 10]) = (14, 14);
    let zeros = zip(&[("zeros", &vec![0; 40 << 20])]);
    let deep = (0..5).fold(b"x".to_vec(), |inner, _| zip(&[("inner.zip", &inner)]));
    let full = gzip(SECRET.as_bytes());
    let cases: [(&[u8], Unreadable); 6] = [
        (b"PK\x03\x04 and no more", Unreadable::Broken),
        (&full[..full.len() - 9], Unreadable::Broken),
        (&locked, Unreadable::Locked),
        (&rare, Unreadable::Locked),
        (&zeros, Unreadable::TooLarge),
        (&deep, Unreadable::TooDeep),
    ];
    for (bytes, expected) in cases {
        let objections = scan(&watchlist(), "a.zip", bytes);
        let reasons: Vec<Unreadable> = objections
            .iter()
            .filter_map(|objection| match objection {
                Objection::Unreadable { reason, .. } => Some(*reason),
                Objection::Withheld { .. } => None,
            })
            .collect();
        assert_eq!(reasons, [expected]);
    }
}

/// A pack holds attachments, each an archive that lies one deeper than beside its page, and may
/// be as large as its column.
#[test]
fn a_pack_is_looked_into_as_deep_as_its_attachments_are() {
    let inner = zip(&[("a.txt", b"x")]);
    let three = zip(&[("3.zip", &zip(&[("2.zip", &inner)]))]);
    let pack = zip(&[("zhengce/a.docx", &three)]);
    assert!(scan(&watchlist(), "data/zhengce.zip", &pack).is_empty());
    assert_eq!(sources("zhengce/a.zip", &pack), ["TooDeep"], "no pack of ours");
    let leak = zip(&[("3.zip", &zip(&[("2.zip", &zip(&[("a", SECRET.as_bytes())]))]))]);
    let pack = zip(&[("zhengce/a.docx", &leak)]);
    assert_eq!(sources("data/zhengce.zip", &pack), ["通知/会议.md"]);
}

/// The pack has no bounds, because the build has made it, but what lies in it has.
#[test]
fn a_bomb_in_a_pack_is_not_unpacked() {
    let bomb = zip(&[("zeros", &vec![0; 40 << 20])]);
    let leak = zip(&[("a.txt", SECRET.as_bytes())]);
    let pack = zip(&[("a/1.zip", &bomb), ("a/2.zip", &leak)]);
    assert_eq!(
        sources("data/a.zip", &pack),
        ["通知/会议.md", "TooLarge"],
        "and what comes after it is looked at"
    );
    let large = vec![b' '; 40 << 20];
    let pack = zip(&[("data/a/2023.json", &large)]);
    assert!(sources("data/a.zip", &pack).is_empty(), "what is our own may be large");
    assert_eq!(sources("data/a.zip", &gzip(&large)), ["TooLarge"], "no pack at all");
}

#[test]
fn a_message_names_the_place_the_source_and_the_words() {
    let filler = "<w:p/>".repeat(50);
    let docx = zip(&[("word/document.xml", format!("{filler}附：{TITLE}").as_bytes())]);
    let objections = scan(&watchlist(), "tongzhi/a.docx", &docx);
    assert_eq!(
        objections.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "输出文件「tongzhi/a.docx › word/document.xml」中有未公开文件「通知/会议.md」的内容：\
          「附：关于涉密会议安排的通知」"
        ]
    );
}

#[test]
fn no_bytes_make_it_panic() {
    let mut state = 0x2023_1215_u64;
    let mut random = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 20).unwrap() % bound
    };
    let list = watchlist();
    let planted = planted();
    for _ in 0..2000 {
        let (path, mut bytes) = planted[random(planted.len())].clone();
        for _ in 0..=random(8) {
            let at = random(bytes.len());
            match random(3) {
                0 => bytes[at] = u8::try_from(random(256)).unwrap(),
                1 => bytes.truncate(at + 1),
                _ => bytes.insert(at, b"<>&%\\(\"'"[random(8)]),
            }
        }
        scan(&list, path, &bytes);
    }
}
