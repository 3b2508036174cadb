//! What an item offers: its title, the words that name what it is about, and its rows.

use super::gather::{Gather, LINE, LINES};
use super::{Kind, SuggestSource};
use crate::search::entry::Entry;
use crate::search::format::column::day_number;
use crate::search::format::{Line, LineKind};
use crate::world::Date;

/// What suggestions need of an item: all but the bulk of its text, so that it can be kept until
/// the other items are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    title: String,
    path: String,
    date: Option<Date>,
    issuers: Vec<String>,
    topic: String,
    columns: Vec<String>,
    keywords: Vec<String>,
    /// The id on the page and the name of each row.
    rows: Vec<(String, String)>,
    /// The heads of its first headings and texts, in which phrases are sought. A heading is no
    /// suggestion by itself: most are the same in all items (总则, 附则) or met once.
    heads: Vec<String>,
}

impl Brief {
    /// Takes it from an entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let of = |kind| entry.lines.iter().filter(move |line: &&Line| line.kind == kind);
        let rows =
            of(LineKind::Row).map(|line| (line.id.clone(), row(&line.text).to_owned()));
        let heads =
            of(LineKind::Heading).take(LINES).chain(of(LineKind::Text).take(LINES));
        Self {
            title: entry.title.clone(),
            path: entry.path.clone(),
            date: entry.date,
            issuers: entry.issuers.clone(),
            topic: entry.topic.clone(),
            columns: entry.columns.clone(),
            keywords: entry.keywords.clone(),
            rows: rows.collect(),
            heads: heads.map(|line| head(&line.text).to_owned()).collect(),
        }
    }

    /// Hands everything that an item offers to the gatherer.
    pub(super) fn offer(&self, gather: &mut Gather) {
        let day = self.date.map_or(0, day_number);
        let day = u32::try_from(day).unwrap_or_default();
        gather.source(&title(&self.title, self.path.clone(), day));
        for issuer in &self.issuers {
            gather.source(&term(issuer, Kind::Institution));
        }
        gather.source(&term(&self.topic, Kind::Topic));
        for column in &self.columns {
            gather.source(&term(column, Kind::Column));
        }
        for keyword in &self.keywords {
            gather.source(&term(keyword, Kind::Keyword));
        }
        for (id, name) in &self.rows {
            gather.source(&title(name, format!("{}#{id}", self.path), day));
        }
        gather.lines(self.heads.iter().map(String::as_str));
    }
}

/// The beginning of a line.
fn head(line: &str) -> &str {
    let end = line.char_indices().nth(LINE).map_or(line.len(), |(at, _)| at);
    &line[..end]
}

fn title(text: &str, path: String, weight: u32) -> SuggestSource {
    SuggestSource { text: text.to_owned(), kind: Kind::Title, path: Some(path), weight }
}

fn term(text: &str, kind: Kind) -> SuggestSource {
    SuggestSource { text: text.to_owned(), kind, path: None, weight: 1 }
}

/// The name in a row: its first cell that is more than a number.
fn row(text: &str) -> &str {
    let named = |cell: &&str| cell.chars().filter(|c| c.is_alphabetic()).count() > 1;
    text.split('；').find(named).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_called_by_its_first_cell_with_words() {
        assert_eq!(row("12；环境影响评价；乙级"), "环境影响评价");
        assert_eq!(row("12；3"), "");
    }
}
