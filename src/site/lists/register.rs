//! 有效性登记册: which documents are in force, and what became of the others. It is what a bureau
//! needs when it reviews its 规范性文件.

use super::super::order::Ranks;
use super::PAGE;
use crate::disclosure::Validity;
use crate::site::line::Line;
use crate::site::{Item, ItemId, Page, Paging};

/// Which documents a list of the register holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All whose standing is known.
    All,
    /// 规范性文件, whatever their standing.
    Normative,
    /// All of one standing.
    State(Validity),
}

impl Scope {
    /// The stem of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "index",
            Self::Normative => "normative",
            Self::State(state) => state.english(),
        }
    }

    /// What readers see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "全部文件",
            Self::Normative => "规范性文件",
            Self::State(state) => state.word(),
        }
    }

    fn holds(self, line: &Line) -> bool {
        let Some(validity) = line.validity else { return false };
        match self {
            Self::All => true,
            Self::Normative => line.outline.normative,
            Self::State(state) => validity == state,
        }
    }
}

/// One list of the register.
#[derive(Debug, PartialEq, Eq)]
pub struct RegisterList {
    /// What it holds.
    pub scope: Scope,
    /// Its documents, the newest first.
    pub items: Vec<ItemId>,
    /// How it is cut into pages.
    pub paging: Paging,
}

impl RegisterList {
    /// The output path of a page.
    #[must_use]
    pub fn path(&self, page: Page) -> String {
        format!("register/{}", page.file(self.scope.name()))
    }
}

/// The lists of the register: all, then the parts that are not empty.
pub(super) fn register(lines: &[Line], ranks: &Ranks) -> Vec<RegisterList> {
    let known = |id: &ItemId| {
        let line = &lines[id.index()];
        line.outline.render && line.validity.is_some()
    };
    let all: Vec<ItemId> = ranks.newest().iter().copied().filter(known).collect();
    let states = Validity::ALL.iter().map(|state| Scope::State(*state));
    let scopes = [Scope::All, Scope::Normative].into_iter().chain(states);
    let list = |scope: Scope| {
        let held = all.iter().copied().filter(|id| scope.holds(&lines[id.index()]));
        let items: Vec<ItemId> = held.collect();
        let paging = Paging::new(items.len(), Some(PAGE));
        RegisterList { scope, items, paging }
    };
    let lists = scopes.map(list);
    lists.filter(|list| list.scope == Scope::All || !list.items.is_empty()).collect()
}

impl Item {
    /// Whether it is a 行政规范性文件.
    #[must_use]
    pub fn is_normative(&self) -> bool {
        self.disclosed.outline().normative
    }
}
