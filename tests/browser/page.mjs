// What is asked of any one page: that it came whole, what axe says of it, whether it fits, whether its pictures are shown.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { explained } from "./explained.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const axeSource = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Opens a page and gathers everything that went wrong on the way.
 * @param context a context of the browser
 * @param {string} url
 * @param {string} allowed what every address that is asked for begins with
 */
export async function open(context, url, allowed) {
  const page = await context.newPage();
  const troubles = watch(page, allowed);
  await page.goto(url, { waitUntil: "load" });
  return { page, troubles };
}

/**
 * Opens a page as a browser without scripts has it, `noscript` and all, and then lets scripts of ours run in it:
 * axe waits for timers, which a page without scripts never hears of.
 */
export async function openBare(context, url, allowed) {
  const page = await context.newPage();
  const troubles = watch(page, allowed);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
  await page.goto(url, { waitUntil: "load" });
  await session.send("Emulation.setScriptExecutionDisabled", { value: false });
  return { page, troubles };
}

/** What goes wrong in a page from now on, in a list that grows. */
export function watch(page, allowed) {
  const troubles = [];
  page.on("requestfailed", (request) => {
    // What is dropped because the reader goes on to another page is no trouble.
    if (request.failure().errorText !== "net::ERR_ABORTED") troubles.push(`failed: ${request.url()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(allowed) && !request.url().startsWith("data:")) {
      troubles.push(`foreign: ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`script: ${error.message}`));
  return troubles;
}

/**
 * What axe has against a page: every violation, and what it cannot tell and `explained.mjs` does not either.
 * @param page
 * @param {object} asked `only`: the rules that are asked, where not all are; `without`: those that are not; `within`: a
 *   selector, where not the whole page is meant; `covered`: something lies over the page on purpose, and what it covers
 *   need not be told
 */
export async function axe(page, { only, without = [], within, covered = false } = {}) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  const result = await page.evaluate(
    ({ runOnly, off, part }) => {
      const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
      return globalThis.axe.run(part ?? document, { resultTypes: ["violations", "incomplete"], runOnly, rules });
    },
    { runOnly: only ?? RULES, off: without, part: within },
  );
  const known = (rule, node) => explained(rule, node) || (covered && reason(node).includes("overlapped by another element"));
  const open = result.incomplete.map((rule) => ({ ...rule, nodes: rule.nodes.filter((node) => !known(rule, node)) }));
  return [
    ...result.violations.map((rule) => `${rule.id}: ${places(rule)}`),
    ...open.filter((rule) => rule.nodes.length > 0).map((rule) => `${rule.id} cannot be told: ${places(rule)}`),
  ];
}

const places = (rule) =>
  rule.nodes
    .map((node) => `${node.target.join(" ")}${reason(node)}`)
    .slice(0, 4)
    .join(" | ");

/** What the checks of a node say, as axe words it. */
function reason(node) {
  const checks = [...node.any, ...node.all, ...node.none];
  return checks.length > 0 ? ` (${checks.map((check) => check.message).join("; ")})` : "";
}

/** Nothing leads a reader sideways. */
export async function overflow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return wide > 0 ? [`${wide} px wider than the window`] : [];
}

/** Pictures further down are fetched when a reader comes near; here all of them are wanted. */
export async function pictures(page) {
  const broken = await page.evaluate(async () => {
    const all = [...document.images];
    for (const image of all) image.loading = "eager";
    await Promise.allSettled(all.map((image) => image.decode()));
    return all.filter((image) => image.naturalWidth === 0).map((image) => image.currentSrc);
  });
  return broken.map((source) => `not shown: ${source}`);
}
