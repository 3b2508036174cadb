//! What an item offers: its title, the words that name what it is about, and its rows.

use super::gather::{Gather, LINE, LINES};
use super::{Kind, SuggestSource};
use crate::search::entry::Entry;
use crate::search::format::{Line, LineKind};
use crate::world::Date;

/// What suggestions need of an item: all but the bulk of its text, so that it can be kept
/// until the other items are read.
pub(super) fn brief(entry: &Entry) -> Entry {
    let short = |line: &Line| {
        let end =
            line.text.char_indices().nth(LINE).map_or(line.text.len(), |(at, _)| at);
        Line::new(LineKind::Text, &line.text[..end])
    };
    let text = |line: &&Line| line.kind == LineKind::Text;
    let offered = |line: &&Line| matches!(line.kind, LineKind::Heading | LineKind::Row);
    let mut lines: Vec<Line> = entry.lines.iter().filter(offered).cloned().collect();
    lines.extend(entry.lines.iter().filter(text).take(LINES).map(short));
    Entry { lines, ..facts(entry) }
}

/// The entry without its lines.
fn facts(entry: &Entry) -> Entry {
    Entry {
        id: entry.id.clone(),
        path: entry.path.clone(),
        title: entry.title.clone(),
        number: entry.number.clone(),
        index_number: entry.index_number.clone(),
        issuers: entry.issuers.clone(),
        column: entry.column.clone(),
        topic: entry.topic.clone(),
        validity: entry.validity.clone(),
        kind: entry.kind.clone(),
        keywords: entry.keywords.clone(),
        lines: Vec::new(),
        ..*entry
    }
}

/// Hands everything that an item offers to the gatherer.
pub(super) fn offer(entry: &Entry, gather: &mut Gather) {
    let day = entry.date.map_or(0, days);
    gather.source(&title(&entry.title, entry.path.clone(), day));
    for issuer in &entry.issuers {
        gather.source(&term(issuer, Kind::Institution));
    }
    gather.source(&term(&entry.topic, Kind::Topic));
    gather.source(&term(&entry.column, Kind::Column));
    for keyword in &entry.keywords {
        gather.source(&term(keyword, Kind::Keyword));
    }
    for line in &entry.lines {
        if line.kind == LineKind::Row {
            let path = format!("{}#{}", entry.path, line.id);
            gather.source(&title(row(&line.text), path, day));
        }
    }
    gather.lines(texts(&entry.lines));
}

fn title(text: &str, path: String, weight: u32) -> SuggestSource {
    SuggestSource { text: text.to_owned(), kind: Kind::Title, path: Some(path), weight }
}

fn term(text: &str, kind: Kind) -> SuggestSource {
    SuggestSource { text: text.to_owned(), kind, path: None, weight: 1 }
}

/// Headings and text, in which phrases are sought. A heading is no suggestion by itself: most
/// are the same in all items (总则, 附则) or met once.
fn texts(lines: &[Line]) -> impl Iterator<Item = &str> {
    let of = |kind| lines.iter().filter(move |line| line.kind == kind);
    let headings = of(LineKind::Heading).take(LINES);
    headings.chain(of(LineKind::Text).take(LINES)).map(|line| line.text.as_str())
}

/// The name in a row: its first cell that is more than a number.
fn row(text: &str) -> &str {
    let named = |cell: &&str| cell.chars().filter(|c| c.is_alphabetic()).count() > 1;
    text.split('；').find(named).unwrap_or_default()
}

/// Days since 1970.
fn days(date: Date) -> u32 {
    let epoch = Date::constant(1970, 1, 1);
    let days = date.since(epoch).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_called_by_its_first_cell_with_words() {
        assert_eq!(row("12；环境影响评价；乙级"), "环境影响评价");
        assert_eq!(row("12；3"), "");
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days(Date::constant(1970, 1, 2)), 1);
        assert_eq!(days(Date::constant(1950, 1, 2)), 0);
    }
}
