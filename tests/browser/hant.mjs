// The portal in traditional characters: what its scripts say, its search, its filter, and the way between the two writings.

import { pathToFileURL } from "node:url";
import { differ } from "./search.mjs";

/** Characters of the interface that have another form. */
const SIMPLIFIED = /[关进务办发览证书门户处审规说录标题页开阅读设复项条机构无]/;

async function opened(tools, path, options = {}, base = tools.base) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const { page, troubles } = await tools.open(context, base + path, base);
  return { context, page, troubles };
}

/** Both writings find the same, and what is found leads to pages in traditional characters. */
async function checkSearch(tools, base, name) {
  const { context, page, troubles } = await opened(tools, "hant/search.html", {}, base);
  const counts = [];
  for (const query of ["醫療", "医疗"]) {
    await page.goto(`${base}hant/search.html?q=${encodeURIComponent(query)}`);
    await page.waitForSelector("main[data-state=done], main[data-state=failed]");
    counts.push(await page.locator("#status").textContent());
    troubles.push(...differ("title", await page.title(), `${query} - 搜索 - 威海市環翠區行政審批服務局政府信息公開`));
  }
  troubles.push(...differ("both writings", counts[0], counts[1]));
  if (!/^找到 [1-9]\d* 條$/.test(counts[0])) troubles.push(counts[0]);
  if ((await page.locator(".tag.ok").count()) === 0) troubles.push("no result is shown to be in force");
  const link = page.locator("#hits a").first();
  await link.click();
  await page.waitForURL(/\/hant\/.*\.html\?q=/);
  // A page from a folder cannot fetch the table of forms, so words in the other writing go unmarked there.
  const bar = base === tools.base ? await page.locator(".marked").innerText({ timeout: 3000 }).catch(() => "nothing") : "已標出";
  if (!bar.startsWith("已標出")) troubles.push(`marks: ${bar}`);
  tools.check(`繁体: ${name}, search`, troubles);
  await context.close();
}

async function checkFilter(tools) {
  const { context, page, troubles } = await opened(tools, "hant/zhongjie/qingdan-2026.html");
  const rows = page.locator("#services-rows tr[id]:not(.group):visible");
  const all = await rows.count();
  await page.fill("[name=f]", "醫療");
  const some = await rows.count();
  if (some === 0 || some >= all) troubles.push(`${some} of ${all} rows`);
  await page.waitForFunction((wanted) => document.querySelector(".filter [role=status]").textContent === wanted, `找到 ${some} 項`, { timeout: 2000 });
  await page.fill("[name=f]", "");
  await page.selectOption("[name=group]", { label: "衛生健康" });
  if ((await rows.count()) >= all) troubles.push("the group narrows nothing");
  tools.check("繁体: filter", troubles);
  await context.close();
}

/** What scripts put into a page is in its writing. */
async function checkWords(tools) {
  const { context, page, troubles } = await opened(tools, "hant/jigou/zhuyao.html");
  await page.locator("button.access").click();
  const bar = page.locator("#access");
  const words = await bar.innerText();
  if (!words.includes("朗讀本頁") || SIMPLIFIED.test(words)) troubles.push(words);
  await bar.locator("label", { hasText: "更大" }).click();
  const told = await page.locator(".note").allTextContents();
  if (SIMPLIFIED.test(told.join())) troubles.push(...told);
  const open = (await page.locator(".now .tag").allTextContents()).filter(Boolean);
  if (open.length === 0 || open.some((word) => !["現在可辦", "休息中"].includes(word))) troubles.push(`open: ${open}`);
  troubles.push(...differ("axe", await tools.axe(page), []));
  tools.check("繁体: words of scripts", troubles);
  await context.close();
}

/** From each page to its twin and back, at any width. */
async function checkWays(tools) {
  for (const width of [1280, 320]) {
    const { context, page, troubles } = await opened(tools, "zhengce/kuayu-2023.html", { viewport: { width, height: 700 } });
    await page.locator("a[hreflang=zh-Hant]").click();
    // A page that has come has not always its styles yet.
    await page.waitForLoadState();
    troubles.push(...differ("there", new URL(page.url()).pathname.endsWith("/hant/zhengce/kuayu-2023.html"), true));
    troubles.push(...differ("language", await page.evaluate(() => document.documentElement.lang), "zh-Hant"));
    troubles.push(...(await tools.overflow(page)));
    await page.locator("a[hreflang=zh-Hans]").click();
    troubles.push(...differ("back", page.url(), `${tools.base}zhengce/kuayu-2023.html`));
    tools.check(`繁体: there and back at ${width}`, troubles);
    await context.close();
  }
}

export async function checkHant(tools) {
  await checkSearch(tools, tools.base, "server");
  await checkSearch(tools, `${pathToFileURL(tools.folder)}/`, "folder");
  await checkFilter(tools);
  await checkWords(tools);
  await checkWays(tools);
}
