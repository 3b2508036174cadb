//! The texts that findings point into, as they are when the findings are shown.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use super::{At, Finding, Place, excerpt};
use crate::tree::{self, Node};
use crate::world::{SitePath, World};

/// What gives the text of a file as it is now.
type Text<'s> = Box<dyn Fn(&SitePath) -> Option<String> + 's>;

/// Where texts and names come from when findings are shown.
///
/// The file that was asked for last is kept, with its tree: findings come sorted by file, and
/// a large table may have hundreds, for each of which it would be read and parsed again.
pub struct Sources<'s> {
    text: Text<'s>,
    english: &'s dyn Fn(&str) -> Option<&'static str>,
    last: RefCell<Option<Rc<Opened>>>,
}

/// A file as it is now.
struct Opened {
    path: SitePath,
    text: Option<Rc<str>>,
    /// Parsed when a field is first asked for; `None` when it cannot be read any more.
    tree: OnceCell<Option<Node>>,
}

impl<'s> Sources<'s> {
    /// Takes what gives the text of a file as it is now, and what gives the English name of a
    /// key as the reader of the files translates it.
    #[must_use]
    pub fn new(
        text: &'s dyn Fn(&SitePath) -> Option<String>,
        english: &'s dyn Fn(&str) -> Option<&'static str>,
    ) -> Self {
        Self { text: Box::new(text), english, last: RefCell::default() }
    }

    /// The same with the files of a world, without the byte order mark, as the phases read
    /// them.
    #[must_use]
    pub fn of_world(
        world: &'s dyn World,
        english: &'s dyn Fn(&str) -> Option<&'static str>,
    ) -> Self {
        let text = |path: &SitePath| {
            let mut text = String::from_utf8(world.read(path).ok()?).ok()?;
            if text.starts_with('\u{feff}') {
                text.remove(0);
            }
            Some(text)
        };
        Self { text: Box::new(text), english, last: RefCell::default() }
    }

    /// The text of the file and the characters that a place means, on character boundaries.
    pub(super) fn resolve(&self, place: &Place) -> Option<(Rc<str>, Range<usize>)> {
        if place.at == At::File {
            return None;
        }
        let opened = self.open(&place.path);
        let text = opened.text.clone()?;
        let range = match &place.at {
            At::File => return None,
            At::Field(field) => tree::find(self.tree(&opened)?, field)?,
            At::Bytes(start, end) => {
                floor(&text, *start)..floor(&text, (*end).max(*start))
            }
        };
        Some((text, range))
    }

    /// The line of a finding as it should be; `None` where that is not known.
    pub(super) fn mended(&self, finding: &Finding) -> Option<String> {
        let fix = finding.fix.as_deref()?;
        let (text, range) = self.resolve(&finding.place)?;
        excerpt::mended(&text, &range, fix)
    }

    fn open(&self, path: &SitePath) -> Rc<Opened> {
        let mut last = self.last.borrow_mut();
        if let Some(opened) = last.as_ref().filter(|opened| opened.path == *path) {
            return opened.clone();
        }
        let text = (self.text)(path).map(Rc::from);
        let opened = Opened { path: path.clone(), text, tree: OnceCell::new() };
        last.insert(Rc::new(opened)).clone()
    }

    fn tree<'o>(&self, opened: &'o Opened) -> Option<&'o Node> {
        let tree = opened.tree.get_or_init(|| {
            let text = opened.text.as_deref()?;
            tree::of_file(opened.path.as_str(), text, self.english)
        });
        tree.as_ref()
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::Sources;
    use crate::diag::Place;
    use crate::world::{Date, MemoryWorld, SitePath};

    #[test]
    fn the_mark_before_a_text_is_no_part_of_it() {
        let mut world = MemoryWorld::new(Date::constant(2026, 1, 20));
        let path = SitePath::new("甲.md").unwrap();
        world.insert(path.clone(), "\u{feff}甲乙".as_bytes());
        let sources = Sources::of_world(&world, &|_| None);
        let (text, range) = sources.resolve(&Place::bytes(&path, 0..3)).unwrap();
        assert_eq!((&*text, &text[range]), ("甲乙", "甲"));
    }

    #[test]
    fn a_file_is_read_once_for_all_its_findings() {
        let read = Cell::new(0);
        let text = |path: &SitePath| {
            read.set(read.get() + 1);
            Some(format!("---\n标题: {path}\n日期: 一\n---\n"))
        };
        let sources = Sources::new(&text, &|_| None);
        let [one, two] = ["一.md", "二.md"].map(|name| SitePath::new(name).unwrap());
        let meant = |path: &SitePath, field: &str| {
            let (text, range) = sources.resolve(&Place::field(path, field)).unwrap();
            text[range].to_owned()
        };
        assert_eq!(meant(&one, "标题"), "一.md");
        assert_eq!(meant(&one, "日期"), "一");
        assert!(sources.resolve(&Place::file(&one)).is_none());
        assert_eq!(read.get(), 1);
        assert_eq!(meant(&two, "标题"), "二.md");
        assert_eq!(read.get(), 2);
    }

    #[test]
    fn bytes_are_moved_to_character_boundaries() {
        let text = |_: &SitePath| Some("甲乙".to_owned());
        let sources = Sources::new(&text, &|_| None);
        let path = SitePath::new("一.md").unwrap();
        for (given, found) in [(0..3, 0..3), (1..4, 0..3), (3..99, 3..6)] {
            let (_, range) = sources.resolve(&Place::bytes(&path, given)).unwrap();
            assert_eq!(range, found);
        }
    }
}
