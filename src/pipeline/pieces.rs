//! The pieces of all sources, kept from one build to the next.
//!
//! Beside them stands what every build wants to know of each. To visit a hundred thousand pieces, which
//! lie all over the memory, takes ten milliseconds; to go through one of these lists takes one.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use super::piece::Piece;
use crate::check::Brief;
use crate::config::Config;
use crate::diag::{Finding, Report};
use crate::source::Source;
use crate::world::{SitePath, Stamp, World};

/// All pieces of a build, in the order of their sources.
pub(super) type List = Arc<[Arc<Piece>]>;

/// The pieces of all sources, in their order.
#[derive(Default)]
pub(super) struct Pieces {
    sources: Vec<Source>,
    /// The state in which each source was read.
    stamps: Vec<Option<Stamp>>,
    inputs: Vec<[u8; 32]>,
    briefs: Vec<Option<Brief>>,
    told_of: Vec<bool>,
    list: List,
}

/// How the piece of a source is come by.
enum Step {
    /// The source is as it was: its piece is the known one of this number.
    Keep(usize),
    /// It has to be read. Its piece may turn out to be the known one of this number.
    Read(Option<usize>),
}

/// A source that is not as it was.
pub(super) struct Change {
    /// The source.
    pub(super) source: Source,
    /// The state that it is in; `None` when it has gone.
    pub(super) stamp: Option<Stamp>,
}

type Read = Result<Arc<Piece>, Finding>;

impl Pieces {
    /// Makes the piece of every source, or keeps it where the source is as it was.
    pub(super) fn renew(
        &mut self,
        world: &dyn World,
        config: &Config,
        (sources, stamps): (Vec<Source>, Vec<Option<Stamp>>),
    ) -> Report {
        let steps = self.steps(&sources, &stamps);
        let due = sources.iter().zip(&steps).filter_map(|(source, step)| match step {
            Step::Keep(_) => None,
            Step::Read(known) => Some((source, known.map(|at| &self.list[at]))),
        });
        let due: Vec<_> = due.collect();
        let read = due.into_par_iter();
        let read = read.map(|(source, known)| Piece::read(world, source, known, config));
        let read: Vec<Read> = read.collect();
        self.follow(sources.into_iter().zip(stamps).zip(steps), read)
    }

    /// The pieces.
    pub(super) fn list(&self) -> &List {
        &self.list
    }

    /// The digest of each source.
    pub(super) fn inputs(&self) -> &[[u8; 32]] {
        &self.inputs
    }

    /// The brief of each item.
    pub(super) fn briefs(&self) -> Vec<Brief> {
        self.briefs.iter().copied().flatten().collect()
    }

    /// The pieces in which something is wrong.
    pub(super) fn told_of(&self) -> impl Iterator<Item = &Piece> {
        let told = self.list.iter().zip(&self.told_of);
        told.filter(|(_, told)| **told).map(|(piece, _)| &**piece)
    }

    /// Takes up changes of some sources; `false` when one of them cannot be read, and nothing
    /// was taken up.
    pub(super) fn patch(
        &mut self,
        world: &dyn World,
        config: &Config,
        changes: Vec<Change>,
    ) -> bool {
        let read = changes.into_iter().map(|change| {
            let known = self.place(&change.source.path).ok().map(|at| &self.list[at]);
            let read = |_| Piece::read(world, &change.source, known, config);
            let piece = change.stamp.map(read).transpose()?;
            Ok((change.source, change.stamp.zip(piece)))
        });
        let Ok(read) = read.collect::<Result<Vec<_>, Finding>>() else { return false };
        let mut list = self.list.to_vec();
        for (source, now) in read {
            let place = self.place(&source.path);
            if let Ok(at) = place {
                self.remove(at);
                list.remove(at);
            }
            if let Some((stamp, piece)) = now {
                let at = place.unwrap_or_else(|at| at);
                self.insert(at, (source, stamp), &piece);
                list.insert(at, piece);
            }
        }
        self.list = list.into();
        true
    }

    fn remove(&mut self, at: usize) {
        self.sources.remove(at);
        self.stamps.remove(at);
        self.inputs.remove(at);
        self.briefs.remove(at);
        self.told_of.remove(at);
    }

    fn insert(&mut self, at: usize, (source, stamp): (Source, Stamp), piece: &Piece) {
        self.sources.insert(at, source);
        self.stamps.insert(at, Some(stamp));
        self.inputs.insert(at, piece.input);
        self.briefs.insert(at, piece.brief);
        self.told_of.insert(at, piece.is_told_of());
    }

    /// Where a source is, or where it would be.
    fn place(&self, path: &SitePath) -> Result<usize, usize> {
        self.sources.binary_search_by(|known| known.path.cmp(path))
    }

    /// Whether there is the piece of a source.
    pub(super) fn have(&self, path: &SitePath) -> bool {
        self.place(path).is_ok()
    }

    /// Whether the world could tell the state of every source.
    pub(super) fn are_stamped(&self) -> bool {
        self.stamps.iter().all(Option::is_some)
    }

    /// Whether the pieces are those of these sources in these states.
    pub(super) fn stand_for(&self, sources: &[Source], stamps: &[Option<Stamp>]) -> bool {
        self.sources == sources && self.stamps == stamps
    }

    /// How to come by the piece of each source. Old and new sources are sorted by path.
    fn steps(&self, sources: &[Source], stamps: &[Option<Stamp>]) -> Vec<Step> {
        let mut known = self.sources.iter().zip(&self.stamps).enumerate().peekable();
        let step = |(source, stamp): (&Source, &Option<Stamp>)| {
            // Nearly always it is the next one, and then its path is the same text in memory.
            let next =
                |known: &Source| known.path != source.path && known.path < source.path;
            while known.next_if(|(_, (known, _))| next(known)).is_some() {}
            let same = known.next_if(|(_, (known, _))| *known == source);
            match same {
                Some((at, (_, was))) if was.is_some() && was == stamp => Step::Keep(at),
                same => Step::Read(same.map(|(at, _)| at)),
            }
        };
        sources.iter().zip(stamps).map(step).collect()
    }

    /// Takes up the sources as they are now, of which some were read, in their order.
    fn follow(
        &mut self,
        sources: impl Iterator<Item = ((Source, Option<Stamp>), Step)>,
        read: Vec<Read>,
    ) -> Report {
        let mut report = Report::default();
        let mut read = read.into_iter();
        let known = std::mem::take(self);
        let mut list = Vec::with_capacity(known.list.len() + read.len());
        for ((source, stamp), step) in sources {
            let piece = match step {
                Step::Keep(at) => {
                    self.note(known.inputs[at], known.briefs[at], known.told_of[at]);
                    known.list[at].clone()
                }
                Step::Read(_) => {
                    match read.next().expect("each source that is due was read") {
                        Ok(piece) => {
                            self.note(piece.input, piece.brief, piece.is_told_of());
                            piece
                        }
                        Err(finding) => {
                            report.push(finding);
                            continue;
                        }
                    }
                }
            };
            list.push(piece);
            self.sources.push(source);
            self.stamps.push(stamp);
        }
        self.list = list.into();
        report
    }

    fn note(&mut self, input: [u8; 32], brief: Option<Brief>, told_of: bool) {
        self.inputs.push(input);
        self.briefs.push(brief);
        self.told_of.push(told_of);
    }
}

/// Each source whose piece is another one in two builds: what it was, and what it is. Both lists
/// are sorted by path.
pub(super) fn changed<'o, 'n>(
    old: &'o [Arc<Piece>],
    new: &'n [Arc<Piece>],
) -> impl Iterator<Item = (Option<&'o Piece>, Option<&'n Piece>)> {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    std::iter::from_fn(move || {
        // A source that was not read again keeps its piece, and most do.
        while let (Some(was), Some(is)) = (old.peek(), new.peek())
            && Arc::ptr_eq(was, is)
        {
            old.next();
            new.next();
        }
        let order = match (old.peek(), new.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(was), Some(is)) => was.path().cmp(is.path()),
        };
        let was = old.next_if(|_| order.is_le());
        let is = new.next_if(|_| order.is_ge());
        Some((was.map(|piece| &**piece), is.map(|piece| &**piece)))
    })
}
