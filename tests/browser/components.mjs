// What `themes/gongkai/components.yaml` promises of each piece of the pages, held against the pages on which it occurs.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { bring } from "./criteria.mjs";
import { atOnce } from "./look.mjs";
import { openBare } from "./page.mjs";
import { pagesOf } from "./sorts.mjs";

const file = join(dirname(fileURLToPath(import.meta.url)), "../../themes/gongkai/components.yaml");

/** The states of a page in which checks are asked, and the checks of each; what is named nowhere is asked at once. */
const STATES = {
  paper: ["paper", "no-paper"],
  bare: ["bare", "scripted"],
  narrow: ["fits"],
  axe: ["contrast"],
};
const stateOf = (check) => Object.keys(STATES).find((state) => STATES[state].includes(check)) ?? "open";

/** The checks of a component as name and argument. */
function checksOf(component) {
  const all = component.criteria.flatMap((criterion) => criterion.checks);
  return all.map((check) => (typeof check === "string" ? [check] : Object.entries(check)[0]));
}

/** Puts the checks of one state to every component of a page. */
async function ask(page, components, state, report) {
  await page.evaluate(bring);
  for (const component of components) {
    const asked = checksOf(component).filter(([check]) => stateOf(check) === state);
    const { count, found } = await page.evaluate(([where, list]) => globalThis.judge(where, list), [component.where, asked]);
    report(component, count, found);
  }
}

/** Contrast of one component, as axe measures it in the colours that are set. */
async function contrast(tools, page, components, report) {
  for (const component of components) {
    if (!checksOf(component).some(([check]) => check === "contrast")) continue;
    if ((await page.locator(component.where).count()) === 0) continue;
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      report(component, 1, await tools.axe(page, { only: ["color-contrast"], within: component.where }));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** One sort of page, in each state. `measured` holds the components whose contrast another page has shown. */
async function look(tools, sort, components, { report, measured }) {
  const url = tools.base + sort.page;
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page } = await tools.open(context, url, tools.base);
  // The browser shows the focus where the keyboard has been used.
  await page.keyboard.press("Tab");
  await ask(page, components, "open", report);
  const fresh = components.filter((one) => !measured.has(one.name));
  for (const one of fresh) if ((await page.locator(one.where).count()) > 0) measured.add(one.name);
  await contrast(tools, page, fresh, report);
  await page.emulateMedia({ media: "print" });
  if (!sort.alone) await ask(page, components, "paper", report);
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 320, height: 700 });
  await ask(page, components, "narrow", report);
  const bare = await openBare(context, url, tools.base);
  await ask(bare.page, components, "bare", report);
  await context.close();
}

/** @param tools what `run.mjs` hands over */
export async function checkComponents(tools) {
  const components = parse(readFileSync(file, "utf8"));
  const seen = new Map(components.map((component) => [component.name, 0]));
  const troubles = new Map(components.map((component) => [component.name, new Set()]));
  const measured = new Set();
  const sorts = pagesOf(tools.files).filter((sort) => sort.page !== undefined);
  await atOnce(sorts, (sort) => {
    const report = (component, count, found) => {
      seen.set(component.name, seen.get(component.name) + count);
      for (const one of found) troubles.get(component.name).add(`${sort.name}: ${one}`);
    };
    return look(tools, sort, components, { report, measured });
  });
  for (const { name, where, criteria } of components) {
    if (seen.get(name) === 0) troubles.get(name).add(`${where} is on no page`);
    tools.check(`${name}: ${criteria.length} criteria`, [...troubles.get(name)]);
  }
}
