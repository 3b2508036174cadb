// Asks Pagefind the same queries on the same pages; each query in a fresh page with an empty cache.
//
//   node pagefind.mjs SITE QUERIES.json RESULTS.json
//
// SITE holds the folder `pagefind/`. Results have the shape of those of `ours.mjs`.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { launch, measuredPage, timed } from "./browser.mjs";
import { serve } from "./server.mjs";

const [site, queriesFile, resultsFile] = process.argv.slice(2);
const SKIPPED = new Set(["facets", "filters and ranges"]);
const START = "globalThis.loaded = import('/pagefind/pagefind.js').then((module) => (globalThis.pagefind = module));";
const BLANK = "<!DOCTYPE html><html lang='zh-CN'><meta charset='utf-8'><link rel='icon' href='data:,'>"
  + "<script type='module' src='/start.js'></script>";

/** The page that each fragment, named by its content, tells of. */
function pagesOfFragments() {
  const folder = join(site, "pagefind/fragment");
  const pages = {};
  for (const name of readdirSync(folder)) {
    const text = gunzipSync(readFileSync(join(folder, name))).toString("utf8");
    pages[name.replace(".pf_fragment", "")] = JSON.parse(text.slice(text.indexOf("{"))).url.replace(/^\//, "");
  }
  return pages;
}

/** Runs in the page: one search and the data of its first ten results. */
async function ask(text) {
  await globalThis.loaded;
  const start = performance.now();
  const found = await globalThis.pagefind.search(text);
  const ids = found.results.map(({ id }) => id);
  await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
  return { ids, wall: performance.now() - start };
}

/** Bytes of what the page asked for, the page itself aside. */
function bytes(log) {
  const sums = {};
  for (const { path, bytes: size } of log) {
    const kind = /fragment\//.test(path) ? "texts" : /index\//.test(path) ? "grams"
      : /wasm/.test(path) ? "wasm" : /pf_meta|entry/.test(path) ? "manifest"
        : /pagefind\/.*\.js$/.test(path) ? "script" : "page";
    sums[kind] = (sums[kind] ?? 0) + size;
  }
  return sums;
}

const { queries } = JSON.parse(readFileSync(queriesFile, "utf8"));
const pages = pagesOfFragments();
const server = await serve(site, { "blank.html": BLANK, "start.js": START });
const browser = await launch();
const measured = await measuredPage(await browser.newContext(), "about:blank", { cache: false });
const results = [];
for (const query of queries) {
  if (SKIPPED.has(query.set)) {
    results.push({});
    continue;
  }
  await measured.page.goto("about:blank");
  await server.settled(30);
  server.take();
  await measured.page.goto(`${server.base}blank.html`);
  const first = await timed(measured, () => measured.page.evaluate(ask, query.text));
  await server.settled(60);
  const log = server.take();
  const again = await timed(measured, () => measured.page.evaluate(ask, query.text));
  const urls = first.value.ids.map((id) => pages[id] ?? id);
  results.push({
    first: { count: urls.length, exact: true, urls: urls.slice(0, 10) },
    whole: urls,
    wall: first.value.wall,
    busy: first.busy,
    again: { wall: again.value.wall, busy: again.busy },
    cold: { wall: first.value.wall, bytes: bytes(log), first: bytes(log), requests: log.length },
  });
}
await browser.close();
server.close();
writeFileSync(resultsFile, JSON.stringify(results));
