//! The pieces of all sources, kept from one build to the next.
//!
//! Beside them stands what every build wants to know of each. To visit a hundred thousand pieces, which
//! lie all over the memory, takes ten milliseconds; to go through one of these lists takes one.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use super::piece::Piece;
use crate::check::Brief;
use crate::config::{self, Config};
use crate::diag::{Finding, Report};
use crate::source::{Inventory, Source};
use crate::world::{Date, Stamp, World};

/// All pieces of a build, in the order of their sources.
pub(super) type List = Arc<[Arc<Piece>]>;

/// The pieces of all sources, in their order.
#[derive(Default)]
pub(super) struct Pieces {
    columns: Vec<config::Column>,
    today: Option<Date>,
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

type Read = Result<Arc<Piece>, Finding>;

impl Pieces {
    /// Makes the piece of every source, or keeps it where the source is as it was. The sources of
    /// the inventory are taken over.
    pub(super) fn renew(
        &mut self,
        world: &dyn World,
        config: &Config,
        inventory: &mut Inventory,
    ) -> Report {
        let today = world.today();
        // The kind of an item can come from its column's settings.
        if self.today != Some(today) || self.columns != config.portal.columns {
            *self = Self {
                columns: config.portal.columns.clone(),
                today: Some(today),
                ..Self::default()
            };
        }
        let sources = std::mem::take(&mut inventory.sources);
        let stamps = std::mem::take(&mut inventory.stamps);
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
        (self.columns, self.today) = (known.columns, known.today);
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
            (old.next(), new.next());
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
