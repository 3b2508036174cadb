// Every sort of page in every mode: whole, accessible, within the window.

import { join } from "node:path";
import { MODES } from "./modes.mjs";
import { openBare } from "./page.mjs";
import { pagesOf } from "./sorts.mjs";

/** Goes through `jobs` with as many workers as are worth it on a machine with two cores. */
export async function atOnce(jobs, work, workers = 4) {
  const queue = [...jobs];
  const worker = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await work(job);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

/** Sets the size of letters that a reader chose in the browser: the text grows, the window does not. */
async function sizeText(context, page, size) {
  const session = await context.newCDPSession(page);
  await session.send("Page.setFontSizes", { fontSizes: { standard: size, fixed: Math.round((size * 13) / 16) } });
}

/** One page in one mode, in each of its looks. */
async function look(tools, sort, mode) {
  const context = await tools.browser.newContext(mode.context);
  const name = `${sort.name}, ${mode.name}`;
  try {
    const enter = mode.scripts === false ? openBare : tools.open;
    const { page, troubles } = await enter(context, tools.base + sort.page, tools.base);
    if (mode.text !== undefined) await sizeText(context, page, mode.text);
    troubles.push(...(await tools.pictures(page)));
    for (const one of mode.looks) {
      const { name: title, media } = one;
      await page.emulateMedia(media);
      tools.check(`${name}, ${title}: axe`, await tools.axe(page, one));
      if (media.media !== "print") tools.check(`${name}, ${title}: fits`, await tools.overflow(page));
      if (!tools.allShots) continue;
      await page.screenshot({ path: join(tools.shots, `${sort.file}-${mode.name}-${title}.png`), fullPage: true });
    }
    tools.check(`${name}: nothing blocked, missing or foreign`, troubles);
  } finally {
    await context.close();
  }
}

/** @param tools what `run.mjs` hands over */
export async function checkLooks(tools) {
  const jobs = [];
  for (const sort of pagesOf(tools.files)) {
    if (sort.page === undefined) tools.check(sort.name, ["no such page"]);
    else for (const mode of MODES) jobs.push([sort, mode]);
  }
  await atOnce(jobs, ([sort, mode]) => look(tools, sort, mode));
}
