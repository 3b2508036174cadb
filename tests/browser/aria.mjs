// What a screen reader meets on each sort of page: the accessibility tree of the text as YAML, compared with the one that is
// kept. The frame around the text is the same everywhere and is kept once, from the home page.

import { differs, plain } from "./golden.mjs";
import { atOnce } from "./look.mjs";
import { pagesOf } from "./sorts.mjs";

async function frame(page) {
  const parts = [];
  for (const part of await page.locator("body > :not(main):not(.crumbs)").all()) parts.push(await part.ariaSnapshot());
  return parts.filter((part) => part !== "").join("\n");
}

/** @param tools what `run.mjs` hands over */
export async function checkAria(tools) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  // Whether a body is open now is told by the clock.
  await context.clock.setFixedTime(new Date("2026-11-24T07:00:00+08:00"));
  const sorts = pagesOf(tools.files).filter((sort) => sort.page !== undefined);
  await atOnce(sorts, async ({ name, file, page: path }) => {
    const { page, troubles } = await tools.open(context, tools.base + path, tools.base);
    const text = plain(await page.locator("main").ariaSnapshot(), tools.base);
    troubles.push(...differs(`aria/${file}.yaml`, text, tools.rewrite));
    if (file === "home") troubles.push(...differs("aria/frame.yaml", plain(await frame(page), tools.base), tools.rewrite));
    tools.check(`${name}: the accessibility tree is as it was read`, troubles);
    await page.close();
  });
  await context.close();
}
