//! Relations: judged links, 文件 ↔ 解读 ↔ 废止, back links; and the site that they finish.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::address::{Addresses, PlacedItem};
use super::files::{self, Files};
use super::judge::Judge;
use super::line::{Line, Places};
use super::reference::Pages;
use super::{
    Column, Facet, Item, ItemId, Relations, Site, Tables, Target, claims, data, editions,
    facet, lists, settings, ties, validity,
};
use crate::attachment::Attachment;
use crate::config::Config;
use crate::diag::Report;
use crate::gate::Withheld;
use crate::markdown::Facts;
use crate::world::{Date, SitePath};

/// What [`relate`] needs beside the addresses.
pub struct Given {
    /// The facts of all bodies: of the columns in the order of [`Addresses::column_sources`],
    /// then of the items as they were admitted.
    pub facts: Vec<Arc<Facts>>,
    /// Named files that may be published.
    pub attachments: BTreeMap<SitePath, Attachment>,
    /// The day.
    pub today: Date,
}

/// The finished site, and what was found on the way.
pub struct Related {
    /// The site.
    pub site: Site,
    /// What was found of addresses, of the links of columns and of settings.
    pub report: Report,
    /// What was found of the links and references of items.
    pub of_ties: Report,
}

/// Joins addresses, facts and files to the finished site.
#[must_use]
pub fn relate(
    mut addresses: Addresses,
    given: Given,
    config: Arc<Config>,
    withheld: &[Withheld],
) -> Related {
    let (mut report, mut of_ties) = (Report::default(), Report::default());
    let Given { facts, attachments, today } = given;
    let files = files::place(&addresses.items, &addresses.columns, &attachments);
    files::claim(&files, &mut addresses.claims, &mut report);
    let told = (&mut report, &mut of_ties);
    let ties = tie(&mut addresses, &facts, (withheld, &files), told);
    let Addresses { mut columns, items, mut claims, mut lines, .. } = addresses;
    let item_facts = &facts[columns.len()..];
    let items = finish_items(items, item_facts, ties, &files, today);
    for (line, item) in lines.iter_mut().zip(&items) {
        line.validity = item.validity();
    }
    let (tombstones, ranks) = (addresses.tombstones, addresses.ranks);
    let facets = |column: &Column| facets(column, (&lines, &items), &config);
    let (facets, lists) = rayon::join(
        || columns.par_iter().map(facets).collect::<Vec<_>>(),
        || lists::gather((&lines, &items), &tombstones, &ranks, None),
    );
    for (column, facets) in columns.iter_mut().zip(facets) {
        column.facets = facets;
    }
    let tied = (0..items.len()).into_par_iter().filter(|at| items[*at].is_tied());
    let tied = tied.map(ItemId::new).collect::<Vec<_>>().into();
    let places = columns.iter().map(|column| column.items.as_slice());
    let places = Places::of(places, items.len());
    claims::claim_facets(&mut claims, &columns, &mut report);
    claims::claim_over_all(&mut claims, &lists);
    data::claim_sitemap_parts(&mut claims);
    let site = Site {
        config,
        today,
        columns: columns.into(),
        items,
        tombstones: tombstones.into(),
        files: files.list.into(),
        taxonomies: addresses.taxonomies.into(),
        lists: Arc::new(lists),
        registry: Arc::new(claims.finish()),
        tables: Arc::new(Tables { lines, ranks, places }),
        tied,
        asked: Arc::default(),
    };
    settings::check_links(&site, &mut report);
    Related { site, report, of_ties }
}

/// Judges the links of all bodies, those of the columns in their place, and finds the ties of all
/// items: where the links of each lead, and what it has to do with others.
fn tie(
    addresses: &mut Addresses,
    facts: &[Arc<Facts>],
    (withheld, files): (&[Withheld], &Files),
    (report, of_ties): (&mut Report, &mut Report),
) -> (Vec<Vec<Target>>, Vec<Relations>) {
    let is_withheld =
        |path: &SitePath| withheld.iter().any(|withheld| withheld.source().path == *path);
    let Addresses { columns, items, claims, .. } = addresses;
    let (column_facts, item_facts) = facts.split_at(columns.len());
    let pages = Pages::new(items, columns, &is_withheld);
    let judge = Judge {
        pages: &pages,
        file: &|source| files.by_source.get(source).copied(),
        facts: &|id: ItemId| &item_facts[id.index()],
    };
    let mut relations = ties::relations(items, &pages, of_ties);
    editions::note(items, &mut relations);
    editions::claim(claims, items, &relations, report);
    let (targets, cited): (Vec<_>, Vec<_>) =
        ties::said(&judge, items, item_facts, of_ties).into_iter().unzip();
    ties::back_links(&targets, &mut relations);
    ties::cite(&judge, cited, &mut relations);
    let columns_say = columns.iter().zip(column_facts).map(|(column, facts)| {
        let place = |range| column.front.place(range);
        judge.links(facts, column.front.path(), &place, report)
    });
    let columns_say: Vec<Vec<Target>> = columns_say.collect();
    for ((column, facts), targets) in
        columns.iter_mut().zip(column_facts).zip(columns_say)
    {
        (column.facts, column.targets) = (facts.clone(), targets);
    }
    (targets, relations)
}

/// The facets of a column; the root has only its own few pages.
pub(super) fn facets(
    column: &Column,
    items: (&[Line], &[Arc<Item>]),
    config: &Config,
) -> Vec<Facet> {
    if column.folder.is_empty() {
        return Vec::new();
    }
    facet::facets(&column.items, &column.paging, items, &config.portal)
}

fn finish_items(
    items: Vec<PlacedItem>,
    facts: &[Arc<Facts>],
    (targets, relations): (Vec<Vec<Target>>, Vec<Relations>),
    files: &Files,
    today: Date,
) -> Vec<Arc<Item>> {
    let ties = targets.into_par_iter().zip(relations);
    let parts = items.into_par_iter().zip(facts).zip(ties);
    parts
        .map(|((placed, facts), (targets, relations))| {
            let attachments = files::attachments(&placed, files);
            let PlacedItem { disclosed, id, column, .. } = placed;
            let standing = validity::standing(&disclosed, &relations, today);
            Arc::new(Item {
                disclosed,
                id,
                column,
                facts: facts.clone(),
                targets,
                attachments,
                relations,
                standing,
            })
        })
        .collect()
}
