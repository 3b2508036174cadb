// What holds for the portal as a whole: every page without scripts in a narrow window, and the portal in a folder.

import { pathToFileURL } from "node:url";
import { leadsElsewhere } from "./files.mjs";
import { atOnce } from "./look.mjs";

/** Every page fits a narrow window and says its name, also without scripts. */
export async function checkAll({ browser, base, folder, files, open, overflow, check }) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const pages = files.filter((file) => file.endsWith(".html") && !leadsElsewhere(folder, file));
  await atOnce(pages, async (file) => {
    const { page, troubles } = await open(context, base + file, base);
    const heading = await page.locator("h1").count();
    const words = (await page.locator("main").allInnerTexts()).join("").trim();
    if (heading !== 1) troubles.push(`${heading} h1`);
    if (words.length < 10) troubles.push("no text without scripts");
    troubles.push(...(await overflow(page)));
    check(`${file} without scripts at 320 px`, troubles);
    await page.close();
  });
  await context.close();
}

/** From a folder: styles apply, and three clicks lead through the portal. */
export async function checkFolder({ browser, folder, open, check }) {
  const base = pathToFileURL(folder).href + "/";
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, troubles } = await open(context, `${base}index.html`, base);
  const styled = await page.evaluate(() => [...document.styleSheets].length > 0);
  if (!styled) troubles.push("no style sheet");
  for (const link of ["nav[aria-label='法定栏目'] a", "nav[aria-label='辅助导航'] a", "header.mast a"]) {
    await page.locator(link).first().click();
    await page.waitForLoadState("load");
    if ((await page.locator("h1").count()) !== 1) troubles.push(`${link} leads to ${page.url()}`);
  }
  if (!page.url().endsWith("/index.html")) troubles.push(`the name leads to ${page.url()}`);
  check("opens from a folder", troubles);
  await context.close();
}
