//! A withheld item in the place that it would have, beside a site that does not hold it.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::address::{column_of, output_id};
use super::{ColumnId, FileId, Item, ItemId, Relations, Site, Target, validity};
use crate::diag::Report;
use crate::disclosure::{Basis, Reference};
use crate::gate::{Disclosed, PrivateDocument, Reason};
use crate::markdown::{self, Facts, TargetKind, target_kind};
use crate::world::SitePath;

/// A withheld item in its place. It can name what is in the site, and nothing in the site
/// names it.
pub struct PrivateItem {
    item: Item,
    /// Why it is withheld.
    pub reason: Reason,
    /// Names of files that the item brings along and that are not published.
    pub files: Vec<String>,
}

impl PrivateItem {
    /// Gives an item its place beside a site.
    #[must_use]
    pub fn new(site: &Site, private: PrivateDocument) -> Self {
        let reason = private.reason;
        let disclosed = private.unseal();
        let (front, source) = (disclosed.item(), disclosed.source());
        // What is wrong with its name is told by the check of the whole when it is public.
        let mut unheard = Report::default();
        let (slug, path) = (front.slug.as_deref(), front.path.as_deref());
        let id = output_id(source, slug, path, &mut unheard);
        let facts = Arc::new(markdown::facts(disclosed.body()));
        let targets = targets(site, &disclosed, &facts);
        let relations = relations(site, &disclosed);
        let kind = disclosed.fields().kind();
        let standing = validity::standing(front, kind, &relations, site.today);
        let (attachments, files) = attachments(site, &disclosed);
        let folder = |folder: &str| {
            let folders = &site.columns;
            let at =
                folders.binary_search_by(|column| column.folder.as_str().cmp(folder));
            at.ok().map(ColumnId::new)
        };
        let column = column_of(&folder, source);
        let item = Item {
            disclosed,
            id,
            column,
            lower: None,
            higher: None,
            facts,
            targets,
            attachments,
            relations,
            standing,
        };
        Self { item, reason, files }
    }

    /// The item, for its page and nothing else: a test allows one place.
    pub(crate) fn unsealed(&self) -> &Item {
        &self.item
    }
}

/// Where the links of the body lead, as far as the site has what they name.
fn targets(site: &Site, disclosed: &Disclosed, facts: &Facts) -> Vec<Target> {
    let base = disclosed.path().parent();
    let anchor = |id: &str| facts.headings.iter().any(|heading| heading.id == id);
    let target = |written: &str| match target_kind(written) {
        TargetKind::External => Some(Target::External(written.to_owned())),
        TargetKind::Anchor => {
            let id = &written[1..];
            anchor(id).then(|| Target::Anchor(id.to_owned()))
        }
        TargetKind::Internal => internal(site, &written[2..]),
        TargetKind::File => file(site, &base, written).map(Target::File),
        TargetKind::Refused => None,
    };
    let all = facts.links.iter().map(|link| target(&link.target));
    all.map(|target| target.unwrap_or(Target::Plain)).collect()
}

fn internal(site: &Site, written: &str) -> Option<Target> {
    let plain = percent_decode_str(written).decode_utf8_lossy();
    let (source, anchor) = match plain.split_once('#') {
        Some((source, anchor)) => (source, Some(anchor.to_owned())),
        None => (&*plain, None),
    };
    Some(match site.find(source)? {
        Target::Item(id, _) => Target::Item(id, anchor),
        target => target,
    })
}

/// The published file that a name means.
fn file(site: &Site, base: &SitePath, written: &str) -> Option<FileId> {
    let plain = percent_decode_str(written).decode_utf8_lossy();
    let path = base.resolve(&plain).ok()?;
    let at = site.files.iter().position(|file| file.attachment.source == path)?;
    Some(FileId::new(at))
}

/// The ties that the item itself names.
fn relations(site: &Site, disclosed: &Disclosed) -> Relations {
    let front = disclosed.item();
    let all = |references: &[Reference]| {
        references.iter().filter_map(|reference| find(site, reference)).collect()
    };
    let basis = front.basis.iter().map(|basis| {
        let other = match basis {
            Basis::Reference(reference) => find(site, reference),
            Basis::Text(_) => None,
        };
        (basis.to_string(), other)
    });
    Relations {
        interprets: all(&front.interprets),
        repealed_by: all(&front.repealed_by),
        amended_by: all(&front.amended_by),
        basis: basis.collect(),
        ..Relations::default()
    }
}

/// The item of the site that a reference means.
fn find(site: &Site, reference: &Reference) -> Option<ItemId> {
    let first = |fits: &dyn Fn(&Item) -> bool| {
        site.items().find(|(_, item)| fits(item)).map(|(id, _)| id)
    };
    match reference {
        Reference::Internal(source) => match site.find(source)? {
            Target::Item(id, _) => Some(id),
            _ => None,
        },
        Reference::Document(number) => {
            first(&|item| item.disclosed.item().document_number.as_ref() == Some(number))
        }
        Reference::Index(number) => {
            first(&|item| item.disclosed.item().index_number.as_ref() == Some(number))
        }
    }
}

/// Its attachments: those that the site publishes for other items, and the names of the rest.
fn attachments(
    site: &Site,
    disclosed: &Disclosed,
) -> (Vec<(String, FileId)>, Vec<String>) {
    let base = disclosed.path().parent();
    let (mut shown, mut kept) = (Vec::new(), Vec::new());
    for attachment in &disclosed.item().attachments {
        let label = attachment.label.clone().unwrap_or_else(|| attachment.file.clone());
        match file(site, &base, &attachment.file) {
            Some(id) => shown.push((label, id)),
            None => kept.push(label),
        }
    }
    (shown, kept)
}
