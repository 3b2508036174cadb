//! 有效性 on a given day.

use super::{Item, ItemId, Relations};
use crate::disclosure::Validity;
use crate::gate::Disclosed;
use crate::world::Date;

/// The standing of a document on the day of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The word, judged.
    pub validity: Validity,
    /// Since when, or from when, where a date says so.
    pub on: Option<Date>,
    /// The item that repeals or amends it.
    pub by: Option<ItemId>,
}

/// How a standing is shown: never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// In force.
    Ok,
    /// To be read with care.
    Warn,
    /// No longer in force.
    Dead,
}

impl Tag {
    /// The word that templates and styles use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Dead => "dead",
        }
    }
}

impl Standing {
    /// How it is shown.
    #[must_use]
    pub fn tag(&self) -> Tag {
        match self.validity {
            Validity::InForce => Tag::Ok,
            Validity::Pending | Validity::Amended | Validity::PartlyExpired => Tag::Warn,
            Validity::Expired | Validity::Repealed => Tag::Dead,
        }
    }
}

impl Item {
    /// 有效性 on the day of the site, where the word applies.
    #[must_use]
    pub fn validity(&self) -> Option<Validity> {
        self.standing.as_ref().map(|standing| standing.validity)
    }
}

/// Judges an item's standing. The word that was written holds, except that an expiry date
/// that has passed ends a validity and an effective date to come delays it; `None` for items
/// that are no documents and say nothing of it.
pub(super) fn standing(
    disclosed: &Disclosed,
    relations: &Relations,
    today: Date,
) -> Option<Standing> {
    if !disclosed.outline().has.standing {
        return None;
    }
    let item = disclosed.item();
    let effective = item.effective.map(crate::disclosure::Day::date);
    let expires = item.expires.map(crate::disclosure::Day::date);
    let repealed_by = relations.repealed_by.last().copied();
    let amended_by = relations.amended_by.last().copied();
    let written = !item.repealed_by.is_empty();
    let stand = |validity, on, by| Some(Standing { validity, on, by });
    match item.validity {
        Some(Validity::Repealed) => return stand(Validity::Repealed, None, repealed_by),
        Some(Validity::Expired) => return stand(Validity::Expired, expires, None),
        _ => {}
    }
    if written {
        return stand(Validity::Repealed, None, repealed_by);
    }
    if let Some(day) = expires.filter(|day| *day < today) {
        return stand(Validity::Expired, Some(day), None);
    }
    if let Some(day) = effective.filter(|day| *day > today) {
        return stand(Validity::Pending, Some(day), None);
    }
    match item.validity {
        Some(Validity::PartlyExpired) => stand(Validity::PartlyExpired, None, amended_by),
        Some(Validity::Amended) => stand(Validity::Amended, None, amended_by),
        _ if !item.amended_by.is_empty() => stand(Validity::Amended, None, amended_by),
        // A day of taking effect that has come ends 「尚未施行」.
        _ => stand(Validity::InForce, effective, None),
    }
}
