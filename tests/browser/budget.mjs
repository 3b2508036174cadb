// What a page weighs before its reader does anything: what Chromium really asks for, packed as servers pack it. The table is
// printed, so that whoever reads the log sees how much room is left. The same pages are opened from a folder, too.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { leadsElsewhere } from "./files.mjs";
import { atOnce } from "./look.mjs";
import { watch } from "./page.mjs";
import { pagesOf } from "./sorts.mjs";

const KB = 1024;

/** The most that each kind of file may weigh on one page, and all of them together, in bytes after gzip. */
export const LIMITS = { document: 14 * KB, stylesheet: 8 * KB, script: 6 * KB, all: 40 * KB };

const packed = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** Everything that the content policy blocked, gathered from before the first script. */
function gatherViolations() {
  globalThis.blocked = [];
  document.addEventListener("securitypolicyviolation", (event) => globalThis.blocked.push(`${event.violatedDirective}: ${event.blockedURI}`));
}

/** One page: bytes by kind, and what went wrong. */
async function weigh(context, url, allowed) {
  const page = await context.newPage();
  await page.addInitScript(gatherViolations);
  const troubles = watch(page, allowed);
  const answers = [];
  page.on("response", (response) => answers.push(response));
  await page.goto(url, { waitUntil: "networkidle" });
  const bytes = { document: 0, stylesheet: 0, script: 0, other: 0, image: 0 };
  for (const answer of answers) {
    const kind = answer.request().resourceType();
    if (kind === "font") troubles.push(`font: ${answer.url()}`);
    bytes[kind in bytes ? kind : "other"] += packed(await answer.body());
  }
  troubles.push(...(await page.evaluate(() => globalThis.blocked)).map((what) => `blocked: ${what}`));
  await page.close();
  return { bytes, troubles, requests: answers.length };
}

const shown = (bytes) => (bytes / KB).toFixed(1).padStart(6);

/** What is over its limit; a sort may have limits of its own. */
function over(bytes, own) {
  const limits = { ...LIMITS, ...own };
  const all = bytes.document + bytes.stylesheet + bytes.script + bytes.other;
  return Object.entries({ ...bytes, all })
    .filter(([kind, size]) => size > (limits[kind] ?? Infinity))
    .map(([kind, size]) => `${kind}: ${size} bytes of ${limits[kind]}`);
}

function row({ name, page }, { bytes, requests }) {
  const all = bytes.document + bytes.stylesheet + bytes.script + bytes.other;
  const cells = [bytes.document, bytes.stylesheet, bytes.script, bytes.other, all, bytes.image].map(shown).join(" |");
  return `| ${name} | ${page} |${cells} | ${requests} |`;
}

/** HTML of all pages: the size under which 95 of 100 are. */
function pages95({ folder, files }) {
  const html = files.filter((file) => file.endsWith(".html") && !leadsElsewhere(folder, file));
  const sizes = html.map((file) => ({ file, size: packed(readFileSync(join(folder, file))) })).sort((a, b) => a.size - b.size);
  return { count: sizes.length, p50: sizes[Math.floor(sizes.length / 2)].size, p95: sizes[Math.ceil(sizes.length * 0.95) - 1].size, most: sizes.at(-1) };
}

/** @param tools what `run.mjs` hands over */
export async function checkBudgets(tools) {
  const rows = new Map();
  const local = `${pathToFileURL(tools.folder).href}/`;
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const sorts = pagesOf(tools.files).filter((sort) => sort.page !== undefined);
  await atOnce(sorts, async (sort) => {
    // Nothing may be in the cache, so each page has a context of its own.
    const fresh = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
    const found = await weigh(fresh, tools.base + sort.page, tools.base);
    await fresh.close();
    rows.set(sort, row(sort, found));
    tools.check(`${sort.name}: within its weight`, [...found.troubles, ...over(found.bytes, sort.limits)]);
    // 404.html names its style sheets in full, for a server shows it at any depth.
    if (sort.page === "404.html") return;
    tools.check(`${sort.name}: whole from a folder`, (await weigh(context, local + sort.page, local)).troubles);
  });
  await context.close();
  console.log("| sort | page | HTML | CSS | JS | other | all | images | requests |\n|---|---|--:|--:|--:|--:|--:|--:|--:|");
  for (const sort of sorts) console.log(rows.get(sort));
  const { count, p50, p95, most } = pages95(tools);
  console.log(`HTML of ${count} pages, KB after gzip -9: p50${shown(p50)}, p95${shown(p95)}, most${shown(most.size)} (${most.file})`);
  tools.check("HTML of all pages, p95", p95 > LIMITS.document ? [`${p95} bytes`] : []);
}
