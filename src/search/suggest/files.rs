//! From the ranked list to files that are small each and in sum.

use super::gather::Entry;
use super::phrase::is_han;
use super::{FILE_LIMIT, Kind, plain, sound};
use crate::search::format;

/// Characters in the longest key.
const DEPTH: usize = 6;
/// The same for keys that begin with a digit: a longer one could be the code point of a character.
const DIGITS: usize = 3;
/// Bytes of the best terms and the best titles in a file that has others below it: enough for
/// the eight that are shown, few enough that the copies do not add up.
const BEST: [usize; 2] = [900, 700];
/// Bytes in such a file for what no longer key can find.
const ENDING: usize = 1200;
/// Bytes for naming the files below.
const MORE: usize = 1000;
/// Words that stand before the subject in a title.
const OPENINGS: [&str; 16] = [
    "进一步",
    "印发",
    "公布",
    "发布",
    "公开",
    "下达",
    "调整",
    "做好",
    "开展",
    "转发",
    "加强",
    "修订",
    "修改",
    "废止",
    "同意",
    "举办",
];

/// The files, in the order of their paths, of the entries that fit into so many bytes.
pub(super) fn files(entries: &[Entry], budget: usize) -> Vec<(String, Vec<u8>)> {
    let (pieces, leads) = chosen(entries, budget);
    let mut tree = Tree { pieces, files: Vec::new() };
    let mut keys = String::new();
    for group in leads.chunk_by(|a, b| start(&a.0) == start(&b.0)) {
        let key = start(&group[0].0);
        keys.extend(key);
        keys.push(' ');
        tree.node(group, key.len());
    }
    tree.files.push((format::path("suggest/keys.txt"), keys.into_bytes()));
    tree.files.sort_unstable();
    tree.files
}

/// A key and the rank of an entry that is found by it.
type Lead = (Vec<char>, usize);

/// The part of a key that every file name has.
fn start(key: &[char]) -> &[char] {
    &key[..if is_han(key[0]) { 1 } else { 2 }]
}

/// The entries that fit, as JSON, and their keys in order: terms get up to three fifths.
fn chosen(entries: &[Entry], budget: usize) -> (Vec<Piece>, Vec<Lead>) {
    let mut pieces = Vec::new();
    let mut leads = Vec::new();
    let mut spent = 0;
    for entry in entries {
        let title = entry.kind == Kind::Title;
        let keys = keys(entry);
        let piece = Piece { json: json(entry), title };
        // Copies in files with others below them, and the frame of the file, cost as much again
        // as a third.
        let cost = (piece.json.len() + 1) * keys.len() * 4 / 3;
        if spent + cost > if title { budget } else { budget / 5 * 3 } {
            continue;
        }
        spent += cost;
        leads.extend(keys.into_iter().map(|key| (key, pieces.len())));
        pieces.push(piece);
    }
    leads.sort_unstable();
    leads.dedup();
    (pieces, leads)
}

/// What typing may begin with to be offered this entry.
fn keys(entry: &Entry) -> Vec<Vec<char>> {
    let subject =
        if entry.kind == Kind::Title { subject(entry) } else { entry.plain.clone() };
    let mut keys: Vec<Vec<char>> =
        [&entry.plain, &subject].map(|text| han_key(text)).into();
    for letters in sound::spellings(&subject, DEPTH) {
        let digit = letters.starts_with(|c: char| c.is_ascii_digit());
        keys.push(letters.chars().take(if digit { DIGITS } else { DEPTH }).collect());
    }
    keys.retain(|key| key.first().is_some_and(|c| is_han(*c)) || key.len() >= 2);
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn han_key(text: &[char]) -> Vec<char> {
    text.iter().copied().take_while(|c| is_han(*c)).take(DEPTH).collect()
}

/// A title from where its subject begins: inside 《》, or after 关于 and the verbs that follow
/// it; nobody types those first.
fn subject(entry: &Entry) -> Vec<char> {
    if let Some((_, inner)) = entry.text.split_once('《') {
        return plain(inner);
    }
    let text: String = entry.plain.iter().collect();
    let mut rest = text.split_once("关于").map_or(text.as_str(), |(_, rest)| rest);
    rest = year(rest);
    while let Some(next) = OPENINGS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = year(next);
    }
    rest.chars().collect()
}

/// The text without the year at its head.
fn year(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix('年').filter(|_| text.len() - rest.len() == 4);
    rest.map_or(text, |rest| rest.strip_prefix('度').unwrap_or(rest))
}

/// An entry as it stands in a file.
struct Piece {
    json: String,
    title: bool,
}

fn json(entry: &Entry) -> String {
    let number = Kind::ALL.iter().position(|kind| *kind == entry.kind);
    let mut list = vec![serde_json::Value::from(entry.text.as_str()), number.into()];
    list.extend(entry.path.as_deref().map(Into::into));
    serde_json::Value::from(list).to_string()
}

struct Tree {
    pieces: Vec<Piece>,
    files: Vec<(String, Vec<u8>)>,
}

impl Tree {
    /// Writes the file of the key that these leads share, and those below it.
    fn node(&mut self, leads: &[Lead], depth: usize) {
        let ranks = ranks(leads.iter());
        let size: usize =
            ranks.iter().map(|rank| self.pieces[*rank].json.len() + 1).sum();
        let room = FILE_LIMIT - r#"{"more":"","list":[]}"#.len();
        let key = &leads[0].0[..depth];
        let (ending, going): (Vec<&Lead>, Vec<&Lead>) =
            leads.iter().partition(|(key, _)| key.len() == depth);
        if size <= room || going.is_empty() {
            let list = self.best(&ranks, room, |_| true);
            return self.write(key, "", &list);
        }
        let more = more(&going, depth);
        let mut list = self.best(&self::ranks(ending.into_iter()), ENDING, |_| true);
        list.extend(self.best(&ranks, BEST[0], |piece| !piece.title));
        list.extend(self.best(&ranks, BEST[1], |piece| piece.title));
        list.sort_unstable();
        list.dedup();
        self.write(key, &more, &list);
        let below = &leads[leads.partition_point(|(key, _)| key.len() == depth)..];
        for group in below.chunk_by(|a, b| a.0[depth] == b.0[depth]) {
            if more.contains(group[0].0[depth]) {
                self.node(group, depth + 1);
            }
        }
    }

    /// The first of the ranks whose pieces pass and fit.
    fn best(&self, ranks: &[usize], room: usize, pass: fn(&Piece) -> bool) -> Vec<usize> {
        let mut left = room;
        let passing = ranks.iter().copied().filter(|rank| pass(&self.pieces[*rank]));
        passing
            .take_while(|rank| {
                let size = self.pieces[*rank].json.len() + 1;
                let fits = size <= left;
                left = left.saturating_sub(size);
                fits
            })
            .collect()
    }

    fn write(&mut self, key: &[char], more: &str, list: &[usize]) {
        let list: Vec<&str> =
            list.iter().map(|rank| self.pieces[*rank].json.as_str()).collect();
        let text = format!(r#"{{"more":"{more}","list":[{}]}}"#, list.join(","));
        self.files.push((path(key), text.into_bytes()));
    }
}

/// The next characters of keys, each once, as many as there is room for.
fn more(leads: &[&Lead], depth: usize) -> String {
    let mut more = String::new();
    for (key, _) in leads {
        if !more.ends_with(key[depth]) && more.len() < MORE {
            more.push(key[depth]);
        }
    }
    more
}

fn ranks<'l>(leads: impl Iterator<Item = &'l Lead>) -> Vec<usize> {
    let mut ranks: Vec<usize> = leads.map(|(_, rank)| *rank).collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

/// The path of the file of a key. Without the `k-` some keys would be names that Windows keeps
/// for its devices: `con.json` begins 从……, and no such file can be published.
pub(super) fn path(key: &[char]) -> String {
    let mut name = String::new();
    for c in key {
        if !is_han(*c) {
            name.push(*c);
            continue;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name += &format!("{:x}", u32::from(*c));
    }
    format::path(&format!("suggest/k-{name}.json"))
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn no_key_is_the_name_of_a_device() {
        assert_eq!(path(&['c', 'o', 'n']), "search/suggest/k-con.json");
        assert_eq!(path(&['医', '疗']), "search/suggest/k-533b-7597.json");
    }
}
