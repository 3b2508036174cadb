// Every sort of page in Firefox: no error, nothing that is wider than the window, nothing that axe has against it.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listFiles } from "./files.mjs";
import { pagesOf } from "./sorts.mjs";

const axeSource = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "node_modules/axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds, in a page of Firefox. */
async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async (runOnly) => {
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"], runOnly });
    return result.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")}`);
  }, RULES);
  return found;
}

/** One sort, wide and as narrow as a window of Firefox can be. */
async function look(browser, url) {
  const page = await browser.newPage();
  const troubles = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  for (const width of [1280, 480]) {
    await page.setViewport({ width, height: 900 });
    await page.goto(url, { waitUntil: "load" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) troubles.push(`${wide} px wider than ${width}`);
  }
  troubles.push(...(await violations(page)));
  await page.close();
  return troubles;
}

/**
 * What speaks against the pages, each line with the name of its sort.
 * @param browser Firefox, as puppeteer has it
 * @param {string} base the address of the portal
 * @param {string} folder where it lies
 */
export async function pageTroubles(browser, base, folder) {
  const troubles = [];
  for (const { name, page } of pagesOf(listFiles(folder))) {
    const found = page === undefined ? ["no such page"] : await look(browser, base + page);
    troubles.push(...found.map((trouble) => `${name}: ${trouble}`));
  }
  return troubles;
}
