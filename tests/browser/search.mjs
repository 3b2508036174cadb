// Looks at the search page alone: its core is replaced by a fixture with known answers, so that what is told
// here is what a reader sees and does, in every state the page has.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const CORE = readFileSync(join(here, "fixtures/search.js"), "utf8");
const main = "main#main";

/** Texts of all that a selector finds and a reader can see. */
export const seen = (page, selector) =>
  page.locator(selector).evaluateAll((nodes) => nodes.filter((node) => node.checkVisibility()).map((node) => node.textContent.trim()));

/** Waits for a state of the page. */
export const state = (page, name) => page.waitForSelector(`${main}[data-state=${name}]`, { timeout: 5000 });

/** What is not as it should be, as troubles of a check. */
export function differ(name, found, wanted) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  return left === right ? [] : [`${name}: ${left} instead of ${right}`];
}

/** A context whose pages get the fixture for a core. `mock` is told in the fixture. */
export async function withCore(tools, mock = {}, options = {}) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(8000);
  await context.addInitScript((settings) => {
    window.mock = settings;
  }, mock);
  await context.route(/\/search\/search\.js/, (route) =>
    route.fulfill({ body: CORE, contentType: "text/javascript; charset=utf-8" }),
  );
  // The items of the fixture have no pages of their own.
  await context.route(/\/mock-\d+\.html/, (route) => route.fulfill({ body: "<!doctype html>", contentType: "text/html" }));
  return context;
}

/** The search page with a question. */
export const address = (base, query) => `${base}search.html${query}`;

/** Every state, wide and narrow, light and dark. */
async function checkLooks(tools) {
  const states = [
    ["启动", "", "idle", {}],
    ["结果", "?q=一件事", "done", {}],
    ["条件", "?q=推进&year=2023&kind=政策文件&from=2023-01-01", "done", {}],
    ["分页", "?q=办理&page=3", "done", {}],
    ["没有", "?q=一件是&year=2023", "done", {}],
    ["部分", "?q=部分词语", "done", {}],
    ["断网", "?q=一件事", "failed", { fail: "offline" }],
  ];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 320]) {
      for (const [name, query, wanted, mock] of states) {
        const context = await withCore(tools, mock, { colorScheme, viewport: { width, height: 900 } });
        const { page, troubles } = await tools.open(context, address(tools.base, query), tools.base);
        await state(page, wanted);
        await page.waitForTimeout(50);
        for (const fold of ["#filters > summary", "#issuer > summary"]) {
          if (await page.locator(fold).isVisible()) await page.locator(fold).click();
        }
        const title = `搜索 ${name} ${width} ${colorScheme}`;
        tools.check(`${title}: nothing blocked or missing`, troubles);
        tools.check(`${title}: axe`, await tools.axe(page));
        tools.check(`${title}: fits`, await tools.overflow(page));
        await page.screenshot({ path: join(tools.shots, `${title.replaceAll(" ", "-")}.png`), fullPage: true });
        await context.close();
      }
    }
  }
}

/** Each state shows its own parts and no others, also when it comes after another state. */
async function checkParts(tools) {
  const parts = ["scripts", "tally", "partial", "empty-title", "words", "hits", "pager", "advice", "failed", "start", "tree", "filters"];
  const cases = [
    ["一件事", "tally hits filters"],
    ["", "words start tree"],
    ["办理", "tally hits pager filters"],
    ["一件是", "tally empty-title words advice tree"],
    ["部分词语", "tally partial hits tree"],
    ["办理", "tally hits pager filters"],
    ["断网", "failed tree"],
    ["", "words start tree"],
  ];
  const context = await withCore(tools);
  const { page, troubles } = await tools.open(context, address(tools.base, ""), tools.base);
  for (const [query, wanted] of cases) {
    await page.evaluate((fails) => {
      window.mock.fail = fails ? "offline" : "";
    }, query === "断网");
    await page.fill("[name=q]", query);
    await page.press("[name=q]", "Enter");
    await page.waitForSelector(`${main}:not([data-state=loading])`);
    await page.waitForTimeout(60);
    const shown = await page.evaluate((names) => names.filter((name) => {
      const node = document.querySelector(`.${name}`);
      return node.checkVisibility() && node.getBoundingClientRect().height > 1 && node.textContent.trim() !== "";
    }), parts);
    troubles.push(...differ(`parts for “${query}”`, shown.join(" "), wanted));
  }
  tools.check("搜索: each state shows its parts", troubles);
  await context.close();
}

/** Typing searches once it pauses; results come before counts; the count is announced. */
async function checkTyping(tools) {
  const context = await withCore(tools, { delay: 60 });
  const { page, troubles } = await tools.open(context, address(tools.base, ""), tools.base);
  await state(page, "idle");
  await page.evaluate(() => {
    window.told = [];
    const note = () => window.told.push(document.getElementById("status").textContent);
    new MutationObserver(note).observe(document.getElementById("status"), { childList: true, characterData: true, subtree: true });
  });
  await page.locator("[name=q]").pressSequentially("一件事", { delay: 40 });
  await state(page, "done");
  await page.waitForSelector("#column input");
  const asked = await page.evaluate(() => window.mockAsked);
  troubles.push(...differ("questions", asked.map((one) => one[0]), ["一件事", "一件事"]));
  troubles.push(...differ("counts are asked for", asked.map((one) => one[1].facets), [false, ["column", "year", "validity"]]));
  troubles.push(...differ("announced", await page.evaluate(() => window.told), ["找到 10 条"]));
  troubles.push(...differ("role", await page.getAttribute("#status", "role"), "status"));
  troubles.push(...differ("address", decodeURI(new URL(page.url()).search), "?q=一件事"));
  troubles.push(...differ("results", await page.locator("#hits > li[data-url]").count(), 10));
  troubles.push(...differ("marks", await page.locator("#hits > li:first-child mark").allTextContents(), ["一件事", "一件事"]));
  const link = await page.locator("#hits > li:first-child a").getAttribute("href");
  troubles.push(...differ("link", decodeURI(link), "./zhengce/mock-0.html?q=一件事#item-3"));
  await page.fill("[name=q]", "服务");
  await page.waitForFunction(() => document.getElementById("status").textContent.startsWith("约"));
  await page.fill("[name=q]", "部分词语");
  await page.waitForFunction(() => document.getElementById("status").textContent === "相近的 3 条");
  troubles.push(...differ("told", (await seen(page, ".partial")).length, 1));
  await page.fill("[name=q]", "");
  await state(page, "idle");
  tools.check("搜索: typing", troubles);
  await context.close();
}

/** Everything that can be chosen stands in the address, and Back takes it back. */
async function checkAddress(tools) {
  const context = await withCore(tools);
  const { page, troubles } = await tools.open(context, address(tools.base, "?q=办理"), tools.base);
  const now = () => decodeURIComponent(new URL(page.url()).search);
  const wants = async (what, query, status) => {
    await state(page, "done");
    await page.waitForFunction((text) => document.getElementById("status").textContent === text, status, { timeout: 3000 }).catch(() => {});
    troubles.push(...differ(what, [now(), await page.textContent("#status")], [query, status]));
  };
  await page.click("#column label:has-text('政策文件')");
  await wants("a column", "?q=办理&column=政策文件", "找到 12 条");
  await page.waitForSelector("#year input");
  await page.click("#year label:has-text('2023')");
  await wants("a year", "?q=办理&column=政策文件&year=2023", "找到 3 条");
  troubles.push(...differ("chips", await page.locator("#chosen a").allTextContents(), ["栏目：政策文件", "年份：2023", "清除全部"]));
  await page.locator("#chosen a", { hasText: "政策文件" }).click();
  await wants("a chip removed", "?q=办理&year=2023", "找到 15 条");
  troubles.push(...differ("focus stays", await page.evaluate(() => document.activeElement.textContent), "年份：2023"));
  await page.click("a[data-sort=date]");
  await wants("sorted", "?q=办理&sort=date&year=2023", "找到 15 条");
  await page.click("#pager a:has-text('下一页')");
  await wants("second page", "?q=办理&sort=date&page=2&year=2023", "找到 15 条");
  troubles.push(...differ("numbered on", await page.getAttribute("#hits", "start"), "11"));
  const urls = await page.locator("#hits > li").evaluateAll((list) => list.map((one) => one.dataset.url));
  await page.reload();
  await wants("reloaded", "?q=办理&sort=date&page=2&year=2023", "找到 15 条");
  troubles.push(...differ("same results", await page.locator("#hits > li").evaluateAll((list) => list.map((one) => one.dataset.url)), urls));
  await page.goBack();
  await wants("back once", "?q=办理&sort=date&year=2023", "找到 15 条");
  await page.goBack();
  await page.goBack();
  await wants("back thrice", "?q=办理&column=政策文件&year=2023", "找到 3 条");
  troubles.push(...differ("boxes follow", await page.locator("#filters :checked").evaluateAll((list) => list.map((one) => one.value)), ["政策文件", "2023"]));
  await page.locator("#chosen a", { hasText: "清除全部" }).click();
  await wants("all cleared", "?q=办理", "找到 60 条");
  await page.goto(address(tools.base, "?q=办理&from=2023-01-01&to=2022-06-30&page=0&year=&sort=up"));
  await wants("a wrong address is read kindly", "?q=办理&from=2023-01-01&to=2022-06-30&page=0&year=&sort=up", "找到 5 条");
  await page.locator("summary", { hasText: "发布日期" }).click();
  await page.fill("[name=from]", "");
  await wants("a day taken away", "?q=办理&to=2023-01-01", "找到 44 条");
  await page.goto(address(tools.base, "?q=办理&page=99"));
  await wants("beyond the last page", "?q=办理&page=6", "找到 60 条");
  tools.check("搜索: the address holds the state", troubles);
  await context.close();
}

/** Who comes back from a result is where he was. */
async function checkReturn(tools) {
  const context = await withCore(tools, { delay: 100 });
  const { page, troubles } = await tools.open(context, address(tools.base, "?q=办理"), tools.base);
  await state(page, "done");
  await page.evaluate(() => scrollTo(0, 700));
  await page.locator("#hits a").nth(6).click();
  await page.waitForURL(/mock/);
  await page.goBack();
  await state(page, "done");
  await page.waitForFunction(() => scrollY > 600, undefined, { timeout: 3000 }).catch(() => troubles.push("the place is lost"));
  tools.check("搜索: back to the place", troubles);
  await context.close();
}

/** Groups whose columns are dear wait until they are opened, the others are counted at once. */
async function checkDear(tools) {
  const context = await withCore(tools, { dear: 10000 });
  const { page, troubles } = await tools.open(context, address(tools.base, "?q=办理"), tools.base);
  await page.waitForSelector("#year input");
  const asked = () => page.evaluate(() => window.mockAsked.map((one) => one[1].facets).pop());
  troubles.push(...differ("at first", await asked(), ["year", "validity"]));
  await page.click("#column > summary");
  await page.waitForSelector("#column input");
  troubles.push(...differ("when opened", await asked(), ["column"]));
  troubles.push(...differ("values", await page.locator("#column label").count(), 5));
  tools.check("搜索: counts on demand", troubles);
  await context.close();
}

/** The paper has the question and the results, and nothing to press. */
async function checkPrint(tools) {
  const context = await withCore(tools);
  const { page, troubles } = await tools.open(context, address(tools.base, "?q=一件事&year=2023"), tools.base);
  await state(page, "done");
  await page.emulateMedia({ media: "print" });
  troubles.push(...differ("title", (await page.locator("h1").innerText()).trim(), "搜索“一件事”的结果"));
  const shown = await page.evaluate(() => document.querySelector("h1").getBoundingClientRect().height > 10);
  troubles.push(...differ("title is seen", shown, true));
  troubles.push(...differ("results", (await seen(page, "#hits > li")).length, 5));
  for (const gone of ["form", "#filters", ".tally a", "#pager"]) troubles.push(...differ(gone, await seen(page, gone), []));
  tools.check("搜索: printed", troubles);
  await context.close();
}

/** The checks of the search page without its core. @param tools what `run.mjs` hands over */
export async function checkSearchPage(tools) {
  if (!process.env.QUICK) await checkLooks(tools);
  await checkParts(tools);
  await checkTyping(tools);
  await checkAddress(tools);
  await checkReturn(tools);
  await checkDear(tools);
  await checkPrint(tools);
}
