//! What the import did, in Chinese, for the officer.

use super::{Doubt, Imported, Lifted, Mend, Part, Value};

/// How many places of one kind are listed before the rest is only counted.
const LISTED: usize = 30;

impl Imported {
    /// Tells what was lifted, mended and is in doubt, with the lines of the source.
    pub fn report(&self) -> String {
        let mut out = String::new();
        lifted(&self.lifted, &mut out);
        front(&self.front, &mut out);
        mended(&self.mended, &mut out);
        doubts(&self.doubts, &mut out);
        out.push_str("还要填写\n  发布日期、索引号：原文里没有，不代填\n");
        out
    }
}

fn lifted(lifted: &[Lifted], out: &mut String) {
    let named = |piece: &&Lifted| !matches!(piece.what, Part::Mark | Part::Stop);
    let pieces: Vec<_> = lifted.iter().filter(named).collect();
    out.push_str(&format!("提出正文（{} 处）\n", pieces.len()));
    for piece in pieces.iter().take(LISTED) {
        let dropped = if piece.what == Part::PageNumber { "，已去掉" } else { "" };
        let (line, name) = (piece.line, piece.what.name());
        out.push_str(&format!("  第{line}行 {name}{dropped}「{}」\n", piece.text));
    }
    rest(pieces.len(), out);
}

fn front(front: &[(&'static str, Value)], out: &mut String) {
    out.push_str(&format!("写入元数据（{} 项）\n", front.len()));
    for (key, value) in front {
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::List(items) => items.join("；"),
        };
        out.push_str(&format!("  {key}：{text}\n"));
    }
}

fn mended(mended: &[Mend], out: &mut String) {
    out.push_str(&format!("修整（{} 处）\n", mended.len()));
    let mut kinds: Vec<&str> = Vec::new();
    for mend in mended {
        if !kinds.contains(&mend.what) {
            kinds.push(mend.what);
        }
    }
    for kind in kinds {
        let places: Vec<_> = mended.iter().filter(|mend| mend.what == kind).collect();
        out.push_str(&format!("  {kind}（{} 处）\n", places.len()));
        for mend in places.iter().take(LISTED) {
            let arrow = if mend.after.is_empty() { "" } else { " → " };
            let (line, before, after) = (mend.line, &mend.before, &mend.after);
            out.push_str(&format!("    第{line}行：{before}{arrow}{after}\n"));
        }
        rest(places.len(), out);
    }
}

fn doubts(doubts: &[Doubt], out: &mut String) {
    out.push_str(&format!("请您判断（{} 处）\n", doubts.len()));
    for doubt in doubts.iter().take(LISTED) {
        let place = doubt.line.map_or("全文".to_owned(), |line| format!("第{line}行"));
        out.push_str(&format!("  {place}：{}\n    {}\n", doubt.what, doubt.advice));
    }
    rest(doubts.len(), out);
}

fn rest(count: usize, out: &mut String) {
    if count > LISTED {
        out.push_str(&format!("    ……另有 {} 处\n", count - LISTED));
    }
}
