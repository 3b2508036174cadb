//! gongkai turns a folder of disclosure items into a static portal for Chinese government
//! information disclosure (政府信息公开).
//!
//! # The walk
//!
//! A build is a function of a [`world`]: the files of a folder, their bytes, and what day it
//! is. [`pipeline`] names every phase; each takes one value and gives the next, with a report of
//! findings beside it. What follows from one source alone, from front to facts, is done for each
//! source in one go (`pipeline/piece.rs`), so that it can be kept while the source is as it was:
//!
//! | phase | from | to |
//! |---|---|---|
//! | configure | `config.toml`, `disclosure.yaml` | [`config::Config`] |
//! | discover | the folder `content/` | [`source::Inventory`] |
//! | front | bytes of a source | [`front::Reading`]: typed front matter, raw body |
//! | gate | readings, the day | [`gate::Disclosed`], [`gate::Tombstone`], [`gate::Withheld`] |
//! | address | what is disclosed | [`site::Addresses`]: columns, order, output paths |
//! | facts | a body | [`markdown::Facts`]: headings, links, summary |
//! | relate | addresses, facts, files | [`site::Site`] |
//! | check | an item; the site | findings of the rules |
//! | emit | a route of the site | the bytes of one file ([`render::Renderer::emit`]) |
//! | index | the site | the files under `search/`, each as it is made ([`search::write()`]) |
//! | publish | all routes | the output folder, exchanged whole |
//!
//! `build` emits every route; `serve` emits the one that the browser asks for, from the same
//! value by the same function.
//!
//! # What holds always
//!
//! - **Only 主动公开 leaves.** [`gate`] alone makes the types that later phases take, and it
//!   keeps private cells and reviews out of them. Of what it withholds it keeps fingerprints,
//!   and [`publish`] looks for them in the final bytes before anything is shown.
//! - **Findings are data.** Phases never fail on content and never print. A finding names a
//!   file and a field; its characters are found when it is shown.
//! - **Order is part of the output.** The same world gives the same bytes at any number of
//!   threads; nothing reads a clock or an environment variable below [`cli`].
//! - **A failed build changes nothing.** The output is staged beside the old site, scanned,
//!   verified, and exchanged for it.
//!
//! # Layers
//!
//! A module names only lower layers and, within its own, what the arrow allows; a test
//! parses every file and says which line breaks this.
//!
//! | layer | modules |
//! |---|---|
//! | drive | `cli → serve → pipeline` |
//! | act | `publish`, `import` |
//! | make | `check`, `render → search` |
//! | join | `site → gate` |
//! | read | `front → source`, `markdown`, `attachment` |
//! | model | `config → disclosure` |
//! | base | `diag → tree → world`, `fingerprint`, `slug` |
//!
//! # Where the code departs from the first plan, and why
//!
//! - **`tree` reads the typed structs, `serde_yaml` is the second opinion.** The plan had it
//!   the other way round. A deserialiser over our own tree gives every fault a place and a
//!   Chinese sentence, finds all of them in one run, serves TOML and YAML alike and knows
//!   both languages of the keys. `serde_yaml` still reads every YAML text by itself; where
//!   the two disagree on the keys or on 公开属性, nothing is published.
//! - **`tree` is a base module**, below `diag`: the configuration needs the same door as the
//!   items, and a finding needs it to find a field.
//! - **`site` may name `gate`**, since its input is what the gate lets through.
//! - **Routes are the registry of paths.** Every path must be known before anything is
//!   written, to find two claims on one; the map that finds them is the list of routes.
//! - **ASCII file stems are fingerprinted from 12 characters on**: `caigou` or `tongzhi` is in
//!   the address of every purchase or notice, and a false alarm would stop a build.
//! - **A shingle across block elements counts only with its neighbours.** Where two elements of a
//!   page meet, words stand together that nobody wrote together; see `publish::scan`.
//! - **Guards cannot be lowered for a whole portal.** The rules on personal data and marks of
//!   secrecy are waived in an item, with a reason, or not at all.
//! - **A site without `disclosure.yaml` is refused for now**, with a message that says so:
//!   plain Zola sites come with the issue that proves their compatibility.
//! - **The index is no value.** The plan had a `SearchIndex` between check and emit. At a hundred
//!   thousand items that would be 250 MB; so its files go to the publication while they are made,
//!   beside the pages, and only the preview and the pack for `file://` keep one in memory ([`search::Memory`]).
//! - **The search departs from its worked design** where measuring said so: one kind of gram for
//!   Han, Latin letters and digits; shards addressed by arithmetic and not by a directory; lists of
//!   triples inside those of their pairs; an own
//!   code for texts in place of GB 18030; whole numbers for ranking, so that the browser and the
//!   reader in Rust agree to the last digit. [`search::format`] has the reasons.
//! - **The preview keeps pages that it has sent**, where the plan had no cache of pages: those of one
//!   snapshot, which never changes, in bounded memory that goes with it. So a page asked for again is not
//!   made again, and no page can be older than its site ([`serve`]).
//! - **A page in the preview is changed by the difference of two pages as they were sent**, not of the
//!   page on the screen and the new one. What a reader typed and what the page's own scripts have made is in
//!   neither, so it stays; the price is a copy of the page in memory, and that a change of the very thing
//!   that a script has changed loads the page again (`serve/client/morph.js`).
//! - **Site checks come with the page.** The plan sent the page first and had them follow. They take
//!   two of the ten milliseconds of an edit among ten thousand items, and a page that is shown and then
//!   taken back, because a check found an error in it, would disturb more than that.
//! - **The 目录 is cut by serial number**, not into pages of so many entries: the place of an entry follows
//!   from its own 索引号, so an item links to it and neither page changes when others come. Archive, register,
//!   document numbers and changes are cut by year, body or month for the same reason ([`site::Lists`]).
//! - **A [`world`] answers a fourth question**, what stands at one path: the preview looks where it
//!   was told of a change and does not list all folders for it.
//! - **The private preview dresses a withheld item as a disclosed one**, to show it with the theme's own
//!   templates. The plan wanted a type that nothing else takes; it is one up to the two places that take
//!   it off, which a test names (`tests/it/serve_private.rs`).
//! - **A good site stays while there are errors, but not against the officer's word**: where an item of it
//!   was withheld, renamed or taken away meanwhile, or the text of a column, the preview shows the new site
//!   with its errors; and where others can look in, none while the settings cannot be read.
//! - **A page has the sheets of its sort**, where the plan had one: with registers, filters and two forms of paper a single
//!   one would be twice the 8 KB that a page may load. They are written to be read and sent small
//!   (`render/sheet.rs`).
//! - **The traditional form of a page is made from the finished page** (`render/twins.rs`): one walk, one theme, one
//!   index; a route has no variant of its own.
//! - **An edit takes over what it leaves alone, and one that might not be sure to is joined anew.** The plan had two
//!   cases, facts that changed and facts that did not. There are three ([`site::Site::with`], `site/moved.rs`,
//!   [`site::relate()`]): the item alone and those that it speaks of; also its place in lists, its paths and terms, and the numbers
//!   of others; all. The second is a tenth of the work of the third. Random edits compare each with a site made anew.
//! - **What the preview keeps is kept by source and by stamp**, not by a digest of bytes: to know that
//!   ten thousand files are as they were, none of them is read ([`pipeline`], [`world::Stamp`]).
//! - **The scripts are made small by `build.rs`**, with the parser and printer of a compiler. That is no
//!   bundler: nothing comes in from outside, and the sources stay as they are to be read.

pub mod attachment;
pub mod check;
pub mod cli;
pub mod config;
pub mod diag;
pub mod disclosure;
pub mod fingerprint;
pub mod front;
pub mod gate;
pub mod import;
pub mod markdown;
pub mod pipeline;
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod slug;
pub mod source;
pub mod tree;
pub mod world;
