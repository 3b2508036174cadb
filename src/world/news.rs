//! What a world can tell of its own changes.

use super::{Entry, SitePath, Stamp};

/// What has changed since a moment.
#[derive(Debug, Default)]
pub struct News {
    /// The moment up to which this tells; `None` when the world keeps no account.
    pub until: Option<Moment>,
    /// Each path at which something else may stand than then, with what stands there now; `None`
    /// when anything may have changed.
    pub changed: Option<Vec<(SitePath, Option<Entry>)>>,
}

/// A moment in the life of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    account: Stamp,
    at: usize,
}

/// The account that a world keeps of its changes.
#[derive(Debug)]
pub struct Account {
    name: Stamp,
    paths: Vec<SitePath>,
}

impl Account {
    /// More changes than this are not told one by one.
    const MOST: usize = 64;

    /// An account that begins now.
    #[must_use]
    pub fn begin() -> Self {
        Self { name: Stamp::fresh(), paths: Vec::new() }
    }

    /// Notes that something else may stand at a path, and at no other.
    pub fn note(&mut self, path: SitePath) {
        if self.paths.len() == Self::MOST {
            *self = Self::begin();
        } else {
            self.paths.push(path);
        }
    }

    /// The moment that is now.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment { account: self.name, at: self.paths.len() }
    }

    /// The paths noted since a moment; `None` when the account does not reach back to it.
    #[must_use]
    pub fn since(&self, moment: Moment) -> Option<&[SitePath]> {
        (moment.account == self.name).then(|| &self.paths[moment.at..])
    }
}
