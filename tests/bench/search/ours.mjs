// Asks the real client every query, in Chromium, against a byte-counting server.
//
//   node ours.mjs SITE QUERIES.json RESULTS.json [--cold 10] [--whole 20000]
//
// `--cold` is how many queries of each set are also opened as `search.html?q=` with an empty
// cache (natural terms: all of them, unless it is 0); `--whole` is the longest result list that is
// fetched to its end to compare it with the scan. One result a query: `{first, whole, facets,
// suggested, cold, wall, busy, again}`, times in milliseconds.

import { readFileSync, writeFileSync } from "node:fs";
import { launch, measuredPage, timed } from "./browser.mjs";
import { byKind, serve } from "./server.mjs";

const [site, queriesFile, resultsFile, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = rest.indexOf(name);
  return at < 0 ? otherwise : Number(rest[at + 1]);
};
const coldOfSet = option("--cold", 10);
const wholeMost = option("--whole", 20000);
const FIELDS = ["column", "topic", "issuer", "validity", "kind", "year"];
// Long lists are fetched in pages: a browser refuses thousands of requests at once.
const PAGE = 400;
const SUGGESTED = new Set(["pinyin", "initials"]);

const { queries } = JSON.parse(readFileSync(queriesFile, "utf8"));
const server = await serve(site);
const browser = await launch();

/** Runs in the page: one search, told in plain data. */
async function ask([text, options]) {
  const start = performance.now();
  try {
    const found = await gongkai.search(text, options);
    const wall = performance.now() - start;
    const { count, exact, partial, results, facets, suggestions, units } = found;
    const urls = results.map(({ url }) => url);
    const via = results.filter((result) => result.via).map(({ url }) => url);
    return { count, exact, partial, urls, via, facets, suggestions, units, wall };
  } catch (error) {
    return { failed: `${error.name} ${error.code || ""} ${error.message}`, urls: [], wall: performance.now() - start };
  }
}

const optionsOf = (query, more) => {
  const options = { limit: 10, offset: 0, facets: false, ...more };
  for (const key of ["filters", "from", "to", "sort"]) if (query[key]) options[key] = query[key];
  return options;
};

/** The whole list of results, when the first page is not already all of it. */
async function wholeList(page, query, first) {
  if (first.failed || first.count > wholeMost) return undefined;
  if (first.count <= first.urls.length) return first.urls;
  const urls = [...first.urls];
  for (let offset = 10, more = 1; more > 0 && offset < first.count + PAGE; offset += PAGE) {
    const next = await page.evaluate(ask, [query.text, optionsOf(query, { offset, limit: PAGE })]);
    if (next.failed) throw new Error(`${query.text}, from ${offset}: ${next.failed}`);
    urls.push(...next.urls);
    first.via.push(...next.via);
    more = next.urls.length;
  }
  return urls;
}

/** One query on a page that has worked before; the second time everything it needs is there. */
async function warm(measured, query) {
  const { page } = measured;
  const run = () => page.evaluate(ask, [query.text, optionsOf(query)]);
  const { value: first, busy } = await timed(measured, run);
  const again = await timed(measured, run);
  const result = { first, busy, wall: first.wall, again: { wall: again.value.wall, busy: again.busy } };
  if (!query.set.startsWith("nonsense")) result.whole = await wholeList(page, query, first);
  if (query.facets) {
    const counted = await page.evaluate(ask, [query.text, optionsOf(query, { facets: FIELDS })]);
    result.facets = counted.facets;
    result.exact = counted.exact;
  }
  if (SUGGESTED.has(query.set)) {
    result.suggested = await page.evaluate((text) => gongkai.suggest(text), query.text);
  }
  return result;
}

/** Opens the search page with no cache; what is asked for twice counts once, as a cache would have it. */
async function cold(page, query) {
  await page.goto("about:blank");
  await server.settled(30);
  server.take();
  const start = performance.now();
  await page.goto(`${server.base}search.html?q=${encodeURIComponent(query.text)}`);
  await page.waitForSelector("main[data-state=done], main[data-state=failed]", { state: "attached", timeout: 60000 });
  const wall = performance.now() - start;
  const atOnce = server.take();
  await server.settled();
  const log = [...atOnce, ...server.take()];
  const state = await page.getAttribute("main", "data-state");
  const shown = await page.$$eval("li[data-url]", (items) => items.map((item) => item.dataset.url));
  const missing = log.filter(({ status }) => status !== 200).map(({ path }) => path);
  return { wall, state, shown, missing, bytes: byKind(log), first: byKind(atOnce), requests: log.length };
}

const results = [];
const context = await browser.newContext();
const measured = await measuredPage(context, `${server.base}search.html`);
await measured.page.waitForFunction(() => globalThis.gongkai && gongkai.search, undefined, { timeout: 20000 });
await measured.page.evaluate(ask, ["通知", { limit: 10, facets: false }]);
for (const query of queries) results.push(await warm(measured, query));
await measured.page.close();

const opened = {};
const { page: coldPage } = await measuredPage(context, "about:blank", { cache: false });
for (const [number, query] of queries.entries()) {
  opened[query.set] = (opened[query.set] ?? 0) + 1;
  const most = query.set === "natural term" && coldOfSet > 0 ? Infinity : coldOfSet;
  if (opened[query.set] <= most && !query.filters) results[number].cold = await cold(coldPage, query);
}
await browser.close();
server.close();
writeFileSync(resultsFile, JSON.stringify(results));
