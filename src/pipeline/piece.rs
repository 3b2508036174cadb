//! What each source comes to by itself: read, judged by the gate, checked, its facts gathered.

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{self, Config};
use crate::diag::{Finding, Place, Report};
use crate::gate::{self, Open, Passed};
use crate::markdown::{self, Facts};
use crate::source::{Inventory, Source};
use crate::world::{Date, SitePath, Stamp, World};
use crate::{check, front};

/// One source, and all that follows from its bytes, the columns' settings and the day alone.
pub(super) struct Piece {
    source: Source,
    digest: blake3::Hash,
    /// A digest of path and bytes.
    pub(super) input: [u8; 32],
    /// What the gate made of it.
    pub(super) passed: Passed,
    /// What the rules found that look at one text alone.
    pub(super) checks: Report,
    /// The facts of its body, as far as that is open.
    pub(super) facts: Arc<Facts>,
}

impl Piece {
    fn new(source: &Source, bytes: Vec<u8>, config: &Config, today: Date) -> Self {
        let digest = blake3::hash(&bytes);
        let passed = gate::pass(front::read(source, bytes, config), today);
        let (checks, facts) = match &passed.open {
            Open::Item(item) => (check::document(item), markdown::facts(item.body())),
            Open::Column(column) => {
                (check::column(column), markdown::facts(column.body()))
            }
            Open::Tombstone(_) | Open::Nothing => (Report::default(), Facts::default()),
        };
        let mut input = blake3::Hasher::new();
        input.update(digest.as_bytes()).update(source.path.as_str().as_bytes());
        let (source, facts) = (source.clone(), Arc::new(facts));
        let input = *input.finalize().as_bytes();
        Self { source, digest, input, passed, checks, facts }
    }

    /// The path of the source, by which pieces are sorted.
    pub(super) fn path(&self) -> &SitePath {
        &self.source.path
    }
}

/// The pieces of all sources, in their order.
#[derive(Default)]
pub(super) struct Pieces {
    columns: Vec<config::Column>,
    today: Option<Date>,
    all: Vec<Arc<Piece>>,
    /// The state in which each source was read.
    stamps: Vec<Option<Stamp>>,
}

impl Pieces {
    /// Makes the piece of every source, or keeps it where the source is as it was.
    pub(super) fn renew(
        &mut self,
        world: &dyn World,
        config: &Config,
        inventory: &Inventory,
    ) -> (Vec<Arc<Piece>>, Report) {
        let today = world.today();
        // The kind of an item can come from its column's settings.
        if self.today != Some(today) || self.columns != config.portal.columns {
            *self = Self {
                columns: config.portal.columns.clone(),
                today: Some(today),
                ..Self::default()
            };
        }
        let old = self.matched(&inventory.sources);
        let listed = inventory.sources.par_iter().zip(&inventory.stamps).zip(old);
        let made = listed.map(|((source, stamp), old)| {
            if let Some((piece, was)) = old
                && stamp.is_some()
                && was == *stamp
            {
                return Ok(piece.clone());
            }
            let bytes = world.read(&source.path).map_err(|error| {
                let message = format!("读不了「{}」：{error}", source.path);
                Finding::error(Place::file(&source.path), message)
            })?;
            let old = old.filter(|(piece, _)| piece.digest == blake3::hash(&bytes));
            Ok(match old {
                Some((piece, _)) => piece.clone(),
                None => Arc::new(Piece::new(source, bytes, config, today)),
            })
        });
        let made: Vec<Result<Arc<Piece>, Finding>> = made.collect();
        let mut report = Report::default();
        let (mut all, mut stamps) = (Vec::with_capacity(made.len()), Vec::new());
        for (made, stamp) in made.into_iter().zip(&inventory.stamps) {
            match made {
                Ok(piece) => {
                    all.push(piece);
                    stamps.push(*stamp);
                }
                Err(finding) => report.push(finding),
            }
        }
        (self.all, self.stamps) = (all.clone(), stamps);
        (all, report)
    }

    /// The known piece of each source. Both lists are sorted by path.
    fn matched(&self, sources: &[Source]) -> Vec<Option<(&Arc<Piece>, Option<Stamp>)>> {
        let mut known = self.all.iter().zip(self.stamps.iter().copied()).peekable();
        let find = |source: &Source| {
            // Nearly always it is the next one, and then its path is the same text in memory.
            while let Some((piece, _)) = known.peek() {
                if piece.source.path == source.path {
                    return known.next().filter(|(piece, _)| piece.source == *source);
                }
                if piece.source.path > source.path {
                    break;
                }
                known.next();
            }
            None
        };
        sources.iter().map(find).collect()
    }
}
