//! What a source comes to by itself: read, judged by the gate, checked, its facts gathered.

use std::sync::Arc;

use crate::check::{self, Brief};
use crate::config::Config;
use crate::diag::{Finding, Place, Report};
use crate::front;
use crate::gate::{self, Disclosed, Open, Passed};
use crate::markdown::{self, Facts};
use crate::source::{Role, Source};
use crate::world::{Date, SitePath, World};

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
    /// What of it the rules for the whole portal compare; of an item only.
    pub(super) brief: Option<Brief>,
    /// The facts of its body, as far as that is open.
    pub(super) facts: Arc<Facts>,
}

impl Piece {
    /// Reads a source; where its bytes are those of the piece that is known, that is given again.
    ///
    /// # Errors
    /// The finding that it cannot be read.
    pub(super) fn read(
        world: &dyn World,
        source: &Source,
        known: Option<&Arc<Self>>,
        config: &Config,
    ) -> Result<Arc<Self>, Finding> {
        let bytes = world.read(&source.path).map_err(|error| {
            let message = format!("读不了「{}」：{error}", source.path);
            Finding::error(Place::file(&source.path), message)
        })?;
        let known = known.filter(|piece| piece.digest == blake3::hash(&bytes));
        Ok(match known {
            Some(piece) => piece.clone(),
            None => Arc::new(Self::new(source, bytes, config, world.today())),
        })
    }

    fn new(source: &Source, bytes: Vec<u8>, config: &Config, today: Date) -> Self {
        let digest = blake3::hash(&bytes);
        let passed = gate::pass(front::read(source, bytes, config), today);
        let (checks, facts) = match &passed.open {
            Open::Item(item) => {
                let facts = markdown::facts(item.body());
                (check::document(item, &facts), facts)
            }
            Open::Column(column) => {
                let facts = markdown::facts(column.body());
                (check::column(column, &facts), facts)
            }
            Open::Tombstone(_) | Open::Nothing => (Report::default(), Facts::default()),
        };
        let brief = match &passed.open {
            Open::Item(item) => Some(Brief::of(item)),
            Open::Column(_) | Open::Tombstone(_) | Open::Nothing => None,
        };
        let mut input = blake3::Hasher::new();
        input.update(digest.as_bytes()).update(source.path.as_str().as_bytes());
        let (source, facts) = (source.clone(), Arc::new(facts));
        let input = *input.finalize().as_bytes();
        Self { source, digest, input, passed, checks, brief, facts }
    }

    /// The path of the source, by which pieces are sorted.
    pub(super) fn path(&self) -> &SitePath {
        &self.source.path
    }

    /// Whether it has a folder of its own.
    pub(super) fn is_bundle(&self) -> bool {
        self.source.role == Role::Bundle
    }

    /// The item that is disclosed of it.
    pub(super) fn item(&self) -> Option<&Arc<Disclosed>> {
        match &self.passed.open {
            Open::Item(item) => Some(item),
            Open::Column(_) | Open::Tombstone(_) | Open::Nothing => None,
        }
    }

    /// Whether nobody can say what is to be published of it.
    pub(super) fn is_unjudged(&self) -> bool {
        let kept = self.passed.kept.as_ref();
        kept.is_some_and(|kept| kept.withheld.reason.is_unjudged())
    }

    /// Whether there is anything wrong in it.
    pub(super) fn is_told_of(&self) -> bool {
        !self.passed.report.is_empty() || !self.checks.is_empty()
    }
}
