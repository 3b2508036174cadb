// The accessibility bar: every setting by mouse and by keyboard, in every colour, at every width.

import { address, differ, seen, state, withCore } from "./search.mjs";
import { pagesOf } from "./sorts.mjs";

export const ITEM = "zhengce/kuayu-2023.html";
export const TABLE = "zhongjie/qingdan-2026.html";
export const PAGES = ["index.html", "zhengce/index.html", ITEM, TABLE, "jigou/zhuyao.html", "catalogue/index.html", "search.html", "map.html"];
const PALETTES = ["white", "black", "blue"];

/** A context of a reader with these settings. */
export async function reader(tools, settings, options = {}) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  if (settings) await context.addInitScript((text) => sessionStorage.seen || (localStorage.gongkaiAccess = text), JSON.stringify(settings));
  await context.addInitScript(() => (sessionStorage.seen = "yes"));
  return context;
}

export async function openBar(page) {
  await page.click(".access");
  await page.waitForSelector("#access:not([hidden])");
}

export const root = (page) => page.evaluate(() => ({ ...document.documentElement.dataset }));
export const choose = (page, name, word) => page.locator(`#access [data-name=${name}] label`, { hasText: new RegExp(`^${word}$`) }).click();
const press = (page, word) => page.locator("#access button", { hasText: word }).click();
export const size = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
export const told = (page, word) => page.waitForFunction((wanted) => [...document.querySelectorAll("[role=status]")].some((one) => one.textContent.includes(wanted)), word, { timeout: 2000 });

/** Each setting does what it says, is announced, and holds on other pages until it is reset. */
async function checkSettings(tools) {
  const context = await reader(tools);
  const { page, troubles } = await tools.open(context, tools.base + ITEM, tools.base);
  await openBar(page);
  const sizes = [await size(page)];
  for (const word of ["大", "更大", "最大"]) {
    await choose(page, "size", word);
    await told(page, `文字大小：${word}`);
    sizes.push(await size(page));
  }
  troubles.push(...differ("sizes", sizes, [17, 20, 24, 30]));
  await choose(page, "line", "最宽");
  await choose(page, "letter", "宽");
  const prose = await page.locator(".prose > p").nth(2).evaluate((node) => {
    const style = getComputedStyle(node);
    return [parseFloat(style.lineHeight) / parseFloat(style.fontSize), parseFloat(style.letterSpacing) / parseFloat(style.fontSize)].map((one) => Number(one.toFixed(2)));
  });
  troubles.push(...differ("spacing", prose, [2.6, 0.08]));
  await choose(page, "contrast", "蓝底白字");
  troubles.push(...differ("colours", await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(0, 32, 91)"));
  await press(page, "大鼠标指针");
  const cursor = await page.evaluate(() => [document.querySelector("h1"), document.querySelector("main a")].map((one) => getComputedStyle(one).cursor.slice(0, 9)));
  troubles.push(...differ("pointer", cursor, ['url("data', 'url("data']));
  await press(page, "阅读线");
  const pressed = await page.locator("#access [aria-pressed=true]").allTextContents();
  troubles.push(...differ("pressed", pressed, ["大鼠标指针", "阅读线"]));
  await page.goto(`${tools.base}index.html`);
  const kept = { script: "", size: "xxl", line: "3", letter: "2", contrast: "blue", pointer: "on", ruler: "on" };
  troubles.push(...differ("on the next page", await root(page), kept));
  await page.reload();
  troubles.push(...differ("after a reload", await root(page), kept));
  await openBar(page);
  troubles.push(...differ("shown in the bar", await page.locator("#access :checked").evaluateAll((all) => all.map((one) => one.value)), ["xxl", "3", "2", "blue", ""]));
  await press(page, "恢复默认");
  await told(page, "已恢复默认");
  troubles.push(...differ("reset", [await root(page), await page.evaluate(() => localStorage.gongkaiAccess)], [{ script: "" }, undefined]));
  await page.goBack();
  troubles.push(...differ("reset on the page before", await root(page), { script: "" }));
  tools.check("无障碍: settings hold until they are reset", troubles);
  await context.close();
}

/** The line follows the pointer and the keyboard; pictures give way to their words. */
async function checkModes(tools) {
  const context = await reader(tools, { ruler: "on" });
  const { page, troubles } = await tools.open(context, tools.base + ITEM, tools.base);
  await page.waitForSelector(".ruler");
  await page.mouse.move(300, 400);
  const top = () => page.evaluate(() => Math.round(document.querySelector(".ruler").getBoundingClientRect().top));
  troubles.push(...differ("under the pointer", await top(), 414));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  const below = await page.evaluate(() => Math.round(document.activeElement.getBoundingClientRect().bottom + 4));
  troubles.push(...differ("under the focus", await top(), below));
  troubles.push(...differ("hidden from readers of screens", await page.getAttribute(".ruler", "aria-hidden"), "true"));
  tools.check("无障碍: the reading line", troubles);
  await context.close();

  const plain = await reader(tools, { plain: "on" });
  const other = await tools.open(plain, `${tools.base}jiedu/yuju-tujie.html`, tools.base);
  await other.page.waitForSelector(".image-words");
  const found = await other.page.evaluate(() => ({
    pictures: [...document.querySelectorAll("main img")].filter((one) => one.getClientRects().length).length,
    words: document.querySelector(".image-words").textContent.length > 6,
    floats: [...document.querySelectorAll("main *")].filter((one) => /grid|flex/.test(getComputedStyle(one).display)).length,
  }));
  other.troubles.push(...differ("plain", found, { pictures: 0, words: true, floats: 0 }));
  for (const width of [1280, 320]) {
    await other.page.setViewportSize({ width, height: 900 });
    for (const path of PAGES) {
      await other.page.goto(tools.base + path);
      other.troubles.push(...(await tools.overflow(other.page)).map((one) => `${path} ${width}: ${one}`));
    }
  }
  await other.page.goto(tools.base + TABLE);
  other.troubles.push(...differ("axe", await tools.axe(other.page), []));
  await other.page.screenshot({ path: `${tools.shots}/无障碍-纯文本.png` });
  tools.check("无障碍: plain text", other.troubles);
  await plain.close();
}

/** Plain text shows no message of the search page out of its turn, and whatever is due. */
async function checkPlainSearch(tools) {
  const parts = ["scripts", "partial", "empty-title", "words", "advice", "failed", "start", "busy", "tree"];
  const cases = [
    ["?q=一件事", "done", {}, ""],
    ["", "idle", {}, "words start tree"],
    ["?q=一件是", "done", {}, "empty-title words advice tree"],
    ["?q=一件事", "failed", { fail: "offline" }, "failed tree"],
  ];
  for (const [query, wanted, mock, due] of cases) {
    const context = await withCore(tools, mock);
    await context.addInitScript(() => (localStorage.gongkaiAccess = '{"plain":"on"}'));
    const { page, troubles } = await tools.open(context, address(tools.base, query), tools.base);
    await state(page, wanted);
    await page.waitForFunction(() => getComputedStyle(document.querySelector(".search")).display === "block");
    await page.waitForTimeout(60);
    const shown = [];
    for (const part of parts) if ((await seen(page, `main .${part}`)).length) shown.push(part);
    troubles.push(...differ("shown", shown.join(" "), due));
    troubles.push(...differ("reasons", (await seen(page, "[data-when]")).length, wanted === "failed" ? 1 : 0));
    tools.check(`无障碍: plain text of a search, ${query} ${wanted}`, troubles);
    await context.close();
  }
}

/** Tab walks through the bar in its order, all of it large enough to be hit; Escape closes it. */
async function checkKeys(tools) {
  const context = await reader(tools);
  const { page, troubles } = await tools.open(context, tools.base + ITEM, tools.base);
  await page.focus(".access");
  troubles.push(...differ("closed", await page.getAttribute(".access", "aria-expanded"), "false"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("#access:not([hidden])");
  troubles.push(...differ("open", await page.getAttribute(".access", "aria-expanded"), "true"));
  const stops = [];
  for (let at = 0; at < 12; at += 1) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => {
      const node = document.activeElement;
      const ring = getComputedStyle(node.nextElementSibling && node.matches("input") ? node.nextElementSibling : node);
      return (ring.outlineStyle === "none" ? "unseen " : "") + (node.matches("input") ? node.name : node.textContent);
    }));
  }
  const wanted = ["size", "line", "letter", "contrast", "rate"].map((name) => `access-${name}`);
  troubles.push(...differ("stops", stops.slice(0, 11), [...wanted, "朗读本页", "大鼠标指针", "阅读线", "纯文本", "恢复默认", "收起"]));
  const small = await page.locator("#access label, #access button").evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect()).filter((box) => box.width < 44 || box.height < 44).length);
  troubles.push(...differ("too small to be hit", small, 0));
  await page.focus("#access [name=access-size]:checked");
  await page.keyboard.press("ArrowRight");
  troubles.push(...differ("an arrow chooses", (await root(page)).size, "l"));
  const names = await page.locator("#access fieldset").evaluateAll((all) => all.map((one) => one.querySelector("legend").textContent));
  troubles.push(...differ("names", names, ["文字大小", "行距", "字距", "配色", "朗读语速"]));
  await page.keyboard.press("Escape");
  const closed = await page.evaluate(() => [document.activeElement.textContent, document.querySelector("#access").hidden, document.activeElement.getAttribute("aria-expanded")]);
  troubles.push(...differ("closed by Escape, the focus is back", closed, ["无障碍", true, "false"]));
  tools.check("无障碍: by keyboard", troubles);
  await context.close();
}

/** The bar and the page in every colour: no violations, and in the palettes 7:1. */
async function checkColours(tools) {
  // A palette looks the same in either scheme of the system, unless it forgets a colour.
  const cases = [[{}, "light"], [{}, "dark"], ...PALETTES.map((contrast) => [{ contrast }, contrast === "white" ? "dark" : "light"])];
  for (const [settings, colorScheme] of cases) {
    const context = await reader(tools, settings, { colorScheme });
    for (const path of ["index.html", ITEM, TABLE]) {
      const { page, troubles } = await tools.open(context, tools.base + path, tools.base);
      await openBar(page);
      troubles.push(...(await tools.axe(page)));
      const weak = settings.contrast ? await page.evaluate(() => globalThis.axe.run(document, { runOnly: { type: "rule", values: ["color-contrast-enhanced"] } })) : { violations: [] };
      troubles.push(...weak.violations.flatMap((one) => one.nodes.map((node) => `under 7:1: ${node.target.join(" ")}`)));
      tools.check(`无障碍: ${path} ${settings.contrast ?? "as it comes"}, ${colorScheme}`, troubles);
      await page.screenshot({ path: `${tools.shots}/无障碍-${path.replace(/\W/g, "-")}-${settings.contrast ?? "page"}-${colorScheme}.png` });
      await page.close();
    }
    await context.close();
  }
}

/** The largest text with the widest spacing, on a telephone and on a desk: nothing is cut off. */
async function checkLargest(tools) {
  for (const width of [320, 768, 1280]) {
    const context = await reader(tools, { size: "xxl", line: "3", letter: "3" }, { viewport: { width, height: 900 } });
    const troubles = [];
    for (const { page: path } of pagesOf(tools.files).filter((sort) => sort.page)) {
      const page = await context.newPage();
      await page.goto(tools.base + path);
      troubles.push(...(await tools.overflow(page)).map((one) => `${path}: ${one}`));
      await openBar(page);
      troubles.push(...(await tools.overflow(page)).map((one) => `${path} with the bar: ${one}`));
      if ((await size(page)) < 30) troubles.push(`${path}: text of ${await size(page)} px`);
      await page.close();
    }
    tools.check(`无障碍: the largest text at ${width} px`, troubles);
    await context.close();
  }
}

/** The checks of the bar. @param tools what `run.mjs` hands over */
export async function checkAccess(tools) {
  await checkSettings(tools);
  await checkModes(tools);
  await checkPlainSearch(tools);
  await checkKeys(tools);
  await checkColours(tools);
  await checkLargest(tools);
}
