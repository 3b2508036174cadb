// What an edit must leave alone: other pages, what a page's own scripts have made, a search in use.

import { differ, isSame, runParts, visit, waitForText } from "./preview-portal.mjs";

const ITEM = "zhengce/kuayu-2023.html";
const SOURCE = "content/zhengce/kuayu-2023.md";
const OTHER = "content/zhengce/shenhe-2022.md";

/** Waits until the page has taken up what was saved last. */
const settled = (page, preview) =>
  page.waitForFunction(
    async (base) => {
      const tag = /data-page="([^"]*)"/.exec(await (await fetch(base)).text())[1];
      const serial = Number(/serial&quot;:(\d+)/.exec(tag)[1]);
      const before = window.serial ?? serial;
      window.serial = serial;
      return serial > before;
    },
    preview.base,
    { polling: 50, timeout: 5000 },
  ).then(() => page.waitForTimeout(300));

/** An edit of another item does not touch this page, not even for a moment. */
async function checkOthers(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  await page.locator("gongkai-preview button[aria-pressed]").click();
  await page.evaluate(() => {
    window.touched = [];
    const tell = (all) => window.touched.push(...all.map((one) => `${one.type} ${one.target.nodeName}`));
    new MutationObserver(tell).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await Promise.all([settled(page, preview), page.waitForTimeout(200).then(() => preview.write(OTHER, `${preview.read(OTHER)}\n加了一段。\n`))]);
  troubles.push(...differ("touched", await page.evaluate(() => window.touched), []));
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  tools.check("预览: other pages are left alone", troubles);
  await context.close();
}

/** A search in use is not interrupted while a question is written; then it is asked of the newest index. */
async function checkSearch(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, "search.html");
  const field = page.locator("main input[name=q]");
  await field.fill("鲲鹏振翅图南");
  await page.waitForSelector("main[data-state=done]");
  troubles.push(...differ("found before", await page.locator("#hits > li").count(), 0));
  await Promise.all([settled(page, preview), page.waitForTimeout(200).then(() => preview.write(OTHER, `${preview.read(OTHER)}\n鲲鹏振翅图南。\n`))]);
  if (!(await isSame(page))) troubles.push("who writes a question is interrupted");
  troubles.push(...differ("the question", await field.inputValue(), "鲲鹏振翅图南"));
  await field.blur();
  await page.locator("#hits > li", { hasText: "鲲鹏振翅图南" }).first().waitFor({ timeout: 5000 }).catch(() => troubles.push("the new words are not found"));
  troubles.push(...differ("the question afterwards", await field.inputValue(), "鲲鹏振翅图南"));
  tools.check("预览: a search in use", troubles);
  await context.close();
}

/** What a script of the page has put there stays; where it changed the very text that an edit changes, the page is loaded again. */
async function checkScripts(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  await page.evaluate(() => {
    const own = document.createElement("p");
    own.id = "own";
    own.textContent = "脚本放的";
    document.querySelector("main").prepend(own);
    document.querySelector("h1").dataset.own = "1";
  });
  preview.edit(SOURCE, "不加收任何费用", "不另外收取费用");
  await waitForText(page, "不另外收取费用");
  const kept = await page.evaluate(() => [document.getElementById("own")?.textContent, document.querySelector("h1").dataset.own]);
  troubles.push(...differ("what a script has made", kept, ["脚本放的", "1"]));
  const words = ["不另外收取费用", "不加收任何费用"];
  for (const what of ["changed", "taken away"]) {
    await page.locator("main p", { hasText: words[0] }).evaluate((node, how) => {
      const text = node.lastChild;
      if (how === "changed") text.data += "。";
      else text.replaceWith(text.data);
    }, what);
    preview.edit(SOURCE, words[0], words[1]);
    await waitForText(page, words[1]);
    if (await isSame(page)) troubles.push(`a text that a script has ${what} is changed in place`);
    await page.waitForSelector("gongkai-preview:not([hidden])", { state: "attached" });
    await page.evaluate(() => (window.sameWindow = true));
    words.reverse();
  }
  tools.check("预览: what scripts have made", troubles);
  await context.close();
}

/** A fault of the preview itself does not lose an edit: the page is loaded again. */
async function checkFault(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  await page.evaluate(() => {
    window.gongkaiPreview.morph = () => {
      throw new Error("planted");
    };
  });
  preview.write(SOURCE, `${preview.read(SOURCE)}\n出了差错也看得到。\n`);
  await waitForText(page, "出了差错也看得到").catch(() => troubles.push("the edit is lost"));
  if (await isSame(page)) troubles.push("the page was not loaded again");
  tools.check("预览: a fault of its own", troubles.filter((trouble) => !/planted/.test(trouble)));
  await context.close();
}

/** Puts a page behind others, or in front. */
const hide = (page, hidden) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

/** A page that comes to the front takes up what it missed, and turns to the edited item unless another page did. */
async function checkHidden(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, "zhengce/index.html");
  await hide(page, true);
  preview.write(SOURCE, `${preview.read(SOURCE)}\n`);
  await page.waitForTimeout(700);
  if (!page.url().endsWith("zhengce/index.html")) troubles.push("a hidden page turns to the item");
  await hide(page, false);
  await page.waitForURL(`${preview.base}${ITEM}`, { timeout: 5000 }).catch(() => troubles.push("a page in front does not turn to the item"));
  await page.waitForSelector("gongkai-preview:not([hidden])", { state: "attached" });
  await page.waitForTimeout(300);
  await hide(page, true);
  const front = await context.newPage();
  await front.goto(`${preview.base}zhengce/index.html`);
  await front.waitForSelector("gongkai-preview:not([hidden])", { state: "attached" });
  await front.waitForTimeout(300);
  const other = "zhengce/shenhe-2022.html";
  preview.edit(OTHER, "---\n\n", "---\n\n文章开头的一句。\n\n");
  await front.waitForURL(`${preview.base}${other}`, { timeout: 5000 }).catch(() => troubles.push("the page in front does not turn"));
  await hide(page, false);
  await page.waitForTimeout(700);
  troubles.push(...differ("the page behind", page.url(), preview.base + ITEM));
  tools.check("预览: a page behind others", troubles);
  await context.close();
}

/** A page that is left before it was told anything turns to the edit made meanwhile. */
async function checkLeftAtOnce(tools, preview) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript(() => Object.defineProperty(document, "hidden", { value: true, configurable: true }));
  const { page, troubles } = await tools.open(context, `${preview.base}zhengce/index.html`, preview.base);
  preview.write(SOURCE, `${preview.read(SOURCE)}\n`);
  await page.waitForTimeout(700);
  await hide(page, false);
  await page.waitForURL(`${preview.base}${ITEM}`, { timeout: 5000 }).catch(() => troubles.push("the page does not turn to the item"));
  tools.check("预览: a page left at once", troubles);
  await context.close();
}

/** The checks of what stays. @param tools what `run.mjs` hands over */
export async function checkPreviewCalm(tools) {
  await runParts(tools, [checkOthers, checkSearch, checkScripts, checkFault, checkHidden, checkLeftAtOnce]);
}
