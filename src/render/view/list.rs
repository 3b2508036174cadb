//! What lists see: home page, columns, taxonomies, site map.

use serde::Serialize;
use tera::{Context, Value};

use super::facets::{self, FacetView, FilterView, Shown};
use super::{Link, column_link, item, trail};
use crate::disclosure::Kind;
use crate::render::Renderer;
use crate::render::links::{permalink, site_path};
use crate::site::{ColumnId, ItemId, Page, Paging, Site};

/// Items on a board of the home page.
const BOARD: usize = 5;
/// Items of the home page's newest.
const LATEST: usize = 8;
/// Annual reports on the home page.
const REPORTS: usize = 3;

/// `section`, with Zola's names.
#[derive(Serialize)]
pub(in crate::render) struct SectionView<'s> {
    title: &'s str,
    description: Option<&'s str>,
    content: String,
    path: String,
    permalink: String,
    relative_path: &'s str,
    lang: &'static str,
    ancestors: Vec<Link>,
    subsections: Vec<Link>,
    generate_feeds: bool,
    paginate_by: Option<usize>,
    extra: Option<&'s std::collections::BTreeMap<String, serde_json::Value>>,
    disclosure: SectionDisclosure<'s>,
}

#[derive(Serialize)]
struct SectionDisclosure<'s> {
    kind: &'static str,
    kind_name: &'static str,
    column_type: Option<&'s str>,
    legal_item: Option<String>,
    facets: Vec<FacetView>,
    filter: Option<FilterView>,
    /// What stands above the page; above a filtered list the column too.
    trail: Vec<Link>,
    feed: Option<String>,
    json_feed: Option<String>,
}

/// The view of a column, without its items.
pub(in crate::render) fn section(site: &Site, id: ColumnId) -> SectionView<'_> {
    // Who asks for a column from elsewhere gets what does not change with every item.
    section_of(site, id, Shown::All(Page::Full(1)))
}

fn section_of(site: &Site, id: ColumnId, shown: Shown) -> SectionView<'_> {
    let column = site.column(id);
    let front = column.front.section();
    let settings = column.settings.as_ref();
    let kind = settings.map_or(Kind::General, |set| set.kind);
    let mut ancestors = trail(site, id);
    let filter = facets::filter(column, shown);
    let mut above = ancestors.clone();
    ancestors.pop();
    if filter.is_none() {
        above.pop();
    }
    let feed =
        |name: &str| site.config.feeds.generate.then(|| site_path(&column.below(name)));
    SectionView {
        title: column.title(),
        description: front.and_then(|front| front.description.as_deref()),
        content: item::body(
            site,
            column.front.body(),
            (&column.facts, &column.targets, &[]),
        ),
        path: site_path(&column.path()),
        permalink: permalink(&site.config.base_url, &column.path()),
        relative_path: column.front.path().as_str().trim_start_matches("content/"),
        lang: "zh",
        ancestors,
        subsections: column
            .children
            .iter()
            .map(|id| column_link(site.column(*id)))
            .collect(),
        generate_feeds: site.config.feeds.generate,
        paginate_by: front.and_then(|front| front.paginate_by),
        extra: front.map(|front| &front.extra),
        disclosure: SectionDisclosure {
            kind: kind.english(),
            kind_name: kind.chinese(),
            column_type: settings.and_then(|set| set.column_type.as_deref()),
            legal_item: settings.and_then(|set| set.legal_item.as_deref()).map(article),
            facets: facets::facets(column, shown),
            filter,
            trail: above,
            feed: feed("atom.xml"),
            json_feed: feed("feed.json"),
        },
    }
}

/// `20(5)` as the law says it: 《政府信息公开条例》第二十条第（五）项.
fn article(code: &str) -> String {
    let parts = code.trim_end_matches(')').split_once('(');
    let numbers = parts.and_then(|(article, item)| {
        Some((numeral(article.parse().ok()?)?, numeral(item.parse().ok()?)?))
    });
    match numbers {
        Some((article, item)) => {
            format!("《中华人民共和国政府信息公开条例》第{article}条第（{item}）项")
        }
        None => code.to_owned(),
    }
}

/// A number below 100 in Chinese.
fn numeral(number: usize) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, number % 10);
    match tens {
        _ if number == 0 || tens > 9 => None,
        0 => Some(DIGITS[ones].to_owned()),
        1 => Some(format!("十{}", DIGITS[ones])),
        _ => Some(format!("{}十{}", DIGITS[tens], DIGITS[ones])),
    }
}

/// `paginator`, with Zola's names; `links` is what a pager shows.
#[derive(Serialize)]
struct PaginatorView {
    paginate_by: usize,
    base_url: String,
    number_pagers: usize,
    first: String,
    last: String,
    previous: Option<String>,
    next: Option<String>,
    pages: Value,
    current_index: usize,
    total_pages: usize,
    links: Vec<PagerLink>,
}

#[derive(Serialize)]
pub(super) struct PagerLink {
    label: String,
    path: String,
    current: bool,
}

/// A list that is cut into pages, and how its pages are addressed.
struct Cut<'a> {
    list: &'a [ItemId],
    paging: &'a Paging,
    path: &'a dyn Fn(Page) -> String,
}

fn paginator(renderer: &Renderer, cut: &Cut<'_>, page: Page) -> PaginatorView {
    let path = |page: Page| site_path(&(cut.path)(page));
    let paging = cut.paging;
    let pages: Vec<Page> = paging.pages().collect();
    let current = pages.iter().position(|other| *other == page).unwrap_or(0);
    PaginatorView {
        paginate_by: paging.size,
        base_url: path(Page::Open),
        number_pagers: pages.len(),
        first: path(Page::Open),
        last: path(*pages.last().unwrap_or(&Page::Open)),
        previous: paging.nearer(page).map(path),
        next: paging.farther(page).map(path),
        pages: renderer.card_list(&cut.list[paging.range(page)]),
        current_index: current + 1,
        total_pages: paging.total,
        links: pager(paging, page, &path),
    }
}

/// The near end, the neighbours, the far end. A full page names no page that does not touch
/// it, save the two ends, so that it stays as it is when the list grows.
pub(super) fn pager(
    paging: &Paging,
    page: Page,
    path: &dyn Fn(Page) -> String,
) -> Vec<PagerLink> {
    let mut pages = vec![Page::Open];
    pages.extend(paging.nearer(page));
    pages.push(page);
    pages.extend(paging.farther(page));
    if paging.full_pages() > 0 {
        pages.push(Page::Full(1));
    }
    pages.sort_by_key(|page| match page {
        Page::Open => 0,
        Page::Full(number) => usize::MAX - number,
    });
    pages.dedup();
    let link = |other: Page| PagerLink {
        label: match other {
            Page::Open => "最新".to_owned(),
            Page::Full(1) => "最早（第 1 页）".to_owned(),
            Page::Full(number) => format!("第 {number} 页"),
        },
        path: path(other),
        current: other == page,
    };
    pages.into_iter().map(link).collect()
}

/// A page of a column, or the home page.
pub(super) fn fill_column(
    renderer: &Renderer,
    id: ColumnId,
    page: Page,
    context: &mut Context,
) -> String {
    let site = renderer.site();
    let column = site.column(id);
    context.insert("section", &section_of(site, id, Shown::All(page)));
    let path = |page: Page| column.below(&page.file("index"));
    let cut = Cut { list: &column.items, paging: &column.paging, path: &path };
    context.insert("paginator", &paginator(renderer, &cut, page));
    let asked = column.front.section().and_then(|section| section.template.clone());
    if column.folder.is_empty() && page == Page::Open {
        fill_home(renderer, context);
        return asked.unwrap_or_else(|| "index.html".to_owned());
    }
    asked.unwrap_or_else(|| "section.html".to_owned())
}

#[derive(Serialize)]
struct Board<'s> {
    title: &'s str,
    path: String,
    total: usize,
    cards: Value,
}

fn fill_home(renderer: &Renderer, context: &mut Context) {
    let site = renderer.site();
    let columns = site.root().children.iter().map(|id| site.column(*id));
    let shown =
        columns.filter(|column| column.settings.as_ref().is_some_and(|set| set.home));
    let boards: Vec<Board<'_>> = shown
        .map(|column| Board {
            title: column.title(),
            path: site_path(&column.path()),
            total: column.items.len(),
            cards: renderer.card_list(&column.items[..column.items.len().min(BOARD)]),
        })
        .collect();
    context.insert("boards", &boards);
    let newest = &site.lists.newest;
    context
        .insert_value("latest", renderer.card_list(&newest[..newest.len().min(LATEST)]));
    let reports = newest
        .iter()
        .filter(|id| site.item(**id).disclosed.fields().kind() == Kind::RuleOfLawReport);
    let reports: Vec<ItemId> = reports.take(REPORTS).copied().collect();
    context.insert_value("reports", renderer.card_list(&reports));
}

/// A page of a value of a column's facet.
pub(super) fn fill_facet(
    renderer: &Renderer,
    id: ColumnId,
    (at, page): ((usize, usize), Page),
    context: &mut Context,
) -> String {
    let site = renderer.site();
    let column = site.column(id);
    context.insert("section", &section_of(site, id, Shown::Value(at, page)));
    let facet = &column.facets[at.0];
    let value = &facet.values[at.1];
    let path = |page: Page| column.facet_path(facet, value, page);
    let cut = Cut { list: &value.items, paging: &value.paging, path: &path };
    context.insert("paginator", &paginator(renderer, &cut, page));
    "section.html".to_owned()
}

#[derive(Serialize)]
struct TaxonomyView<'s> {
    name: &'s str,
    slug: &'s str,
    path: String,
}

#[derive(Serialize)]
struct TermView<'s> {
    name: &'s str,
    slug: &'s str,
    path: String,
    permalink: String,
    page_count: usize,
}

/// The taxonomies, for the site map.
fn taxonomies(site: &Site) -> Vec<TaxonomyView<'_>> {
    (0..site.taxonomies.len()).map(|at| taxonomy_view(site, at)).collect()
}

fn taxonomy_view(site: &Site, at: usize) -> TaxonomyView<'_> {
    let taxonomy = &site.taxonomies[at];
    // The law's word for the taxonomy that 关键词 fill; others go by their own name.
    let name = crate::disclosure::chinese(&taxonomy.settings.name);
    TaxonomyView {
        name: name.unwrap_or(&taxonomy.settings.name),
        slug: &taxonomy.slug,
        path: site_path(&format!("{}/index.html", taxonomy.slug)),
    }
}

fn term_view<'s>(site: &'s Site, at: usize, term: &'s crate::site::Term) -> TermView<'s> {
    let taxonomy = &site.taxonomies[at];
    let path = taxonomy.term_path(term, Page::Open);
    TermView {
        name: &term.name,
        slug: &term.slug,
        permalink: permalink(&site.config.base_url, &path),
        path: site_path(&path),
        page_count: term.items.len(),
    }
}

/// The list of a taxonomy's terms.
pub(super) fn fill_taxonomy(
    renderer: &Renderer,
    at: usize,
    context: &mut Context,
) -> String {
    let site = renderer.site();
    let taxonomy = &site.taxonomies[at];
    context.insert("taxonomy", &taxonomy_view(site, at));
    let terms: Vec<_> =
        taxonomy.terms.iter().map(|term| term_view(site, at, term)).collect();
    context.insert("terms", &terms);
    own_template(renderer, &taxonomy.settings.name, "list", "taxonomy_list.html")
}

/// A page of a term's list.
pub(super) fn fill_term(
    renderer: &Renderer,
    (at, term_at): (usize, usize),
    page: Page,
    context: &mut Context,
) -> String {
    let site = renderer.site();
    let taxonomy = &site.taxonomies[at];
    let term = &taxonomy.terms[term_at];
    let path = |page: Page| taxonomy.term_path(term, page);
    let cut = Cut { list: &term.items, paging: &term.paging, path: &path };
    context.insert("taxonomy", &taxonomy_view(site, at));
    context.insert("term", &term_view(site, at, term));
    context.insert("paginator", &paginator(renderer, &cut, page));
    own_template(renderer, &taxonomy.settings.name, "single", "taxonomy_single.html")
}

/// `<taxonomy>/list.html` where the theme has it, as in Zola.
fn own_template(renderer: &Renderer, taxonomy: &str, page: &str, common: &str) -> String {
    let own = format!("{taxonomy}/{page}.html");
    if renderer.tera.contains_template(&own) { own } else { common.to_owned() }
}

/// A branch of the site map.
#[derive(Serialize)]
struct Branch<'s> {
    title: &'s str,
    path: String,
    total: usize,
    children: Vec<Branch<'s>>,
}

/// The site map.
pub(super) fn fill_map(site: &Site, context: &mut Context) -> String {
    context.insert("tree", &map(site));
    context.insert("taxonomies", &taxonomies(site));
    "map.html".to_owned()
}

/// The columns below the root, with theirs.
fn map(site: &Site) -> Vec<Branch<'_>> {
    branches(site, &site.root().children)
}

fn branches<'s>(site: &'s Site, ids: &[ColumnId]) -> Vec<Branch<'s>> {
    let columns = ids.iter().map(|id| site.column(*id));
    columns
        .map(|column| Branch {
            title: column.title(),
            path: site_path(&column.path()),
            total: column.items.len(),
            children: branches(site, &column.children),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn an_article_is_said_as_the_law_says_it() {
        assert_eq!(
            article("20(15)"),
            "《中华人民共和国政府信息公开条例》第二十条第（十五）项"
        );
        assert_eq!(article("21"), "21");
    }
}
