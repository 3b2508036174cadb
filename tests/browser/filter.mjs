// The filter of a long table: by words, by group, by office, in another order, in the address, by keyboard, on a telephone.

import { differ } from "./search.mjs";

const TABLE = "zhongjie/qingdan-2026.html";

const rows = (page) => page.locator("#services-rows tr[id]:not(.group):visible").evaluateAll((all) => all.map((one) => one.id));
const told = (page, word) => page.waitForFunction((wanted) => document.querySelector(".filter [role=status]").textContent.includes(wanted), word, { timeout: 2000 });
const query = (page) => decodeURIComponent(new URL(page.url()).search);

async function opened(tools, rest = "", options = {}) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const { page, troubles } = await tools.open(context, tools.base + TABLE + rest, tools.base);
  return { context, page, troubles };
}

async function checkWords(tools) {
  const { context, page, troubles } = await opened(tools);
  const all = await rows(page);
  troubles.push(...differ("all rows", all.length, 24));
  for (const [words, wanted] of [["水土", ["gc-02"]], ["　水土　编制", ["gc-02"]], ["水土 方案", ["gc-02"]], ["００１３　水土", ["gc-02"]], ["００１４", []], ["《水土》", ["gc-02"]], ["办理要点", []], ["服务成果", []]]) {
    await page.fill("[name=f]", words);
    troubles.push(...differ(words, await rows(page), wanted));
  }
  await page.fill("[name=f]", "２０个工作日");
  const full = await rows(page);
  await page.fill("[name=f]", "20个工作日");
  troubles.push(...differ("full and half width", await rows(page), full));
  if (full.length < 2 || full.length > 20) troubles.push(`${full.length} rows of twenty days`);
  await told(page, `找到 ${full.length} 项`);
  troubles.push(...differ("in the address", query(page), "?f=20个工作日"));
  await page.fill("[name=f]", "没有这样的事项");
  await told(page, "没有符合条件的事项");
  troubles.push(...differ("nothing", await rows(page), []), ...differ("no empty table", await page.locator("#services-rows:visible").count(), 0));
  troubles.push(...differ("axe when nothing is found", await tools.axe(page), []));
  await page.locator(".filter [type=reset]").click();
  troubles.push(...differ("reset", [await rows(page), query(page), await page.locator(".filter [type=reset]:visible").count()], [all, "", 0]));
  tools.check("筛选: by words", troubles);
  await context.close();
}

async function checkChoices(tools) {
  const { context, page, troubles } = await opened(tools, "?group=1&sort=办理时限&f=卫生&utm=x");
  const found = await rows(page);
  const groups = await page.locator("#services-rows .group:visible").allTextContents();
  troubles.push(...differ("one group", groups.map((one) => one.trim()), ["卫生健康"]));
  const days = await page.locator("#services-rows tr[id]:not(.group):visible td:nth-child(4)").allTextContents();
  const numbers = days.map((one) => parseInt(one, 10)).filter(Number.isFinite);
  if (numbers.length < 3 || numbers.some((one, at) => at && one < numbers[at - 1])) troubles.push(`order: ${numbers}`);
  const pairs = await page.evaluate(() => [...document.querySelectorAll("#services-rows tr[id]:not(.group)")].filter((row) => !row.nextElementSibling.matches(".more")).length);
  troubles.push(...differ("details stay with their row", pairs, 0));
  troubles.push(...differ("sorted column", await page.locator("[aria-sort]").allTextContents(), ["办理时限"]));
  troubles.push(...differ("axe", await tools.axe(page), []));
  await page.selectOption("[name=group]", "");
  troubles.push(...differ("other words of the address stay", new URLSearchParams(query(page)).get("utm"), "x"));
  const before = await rows(page);
  if (before.length < found.length) troubles.push("a group less, and fewer rows");
  await page.reload();
  troubles.push(...differ("after a reload", await rows(page), before));
  await page.selectOption("[name=sort]", "");
  await page.fill("[name=f]", "");
  troubles.push(...differ("the order comes back", (await rows(page))[0], "gc-01"));
  tools.check("筛选: group, order, address", troubles);
  await context.close();
}

/** The address of a row shows the row, and the keyboard never stands behind the head of the table. */
async function checkRows(tools) {
  const { context, page, troubles } = await opened(tools, "?f=水土#gc-05");
  const inside = (id) => page.evaluate((name) => {
    const box = document.getElementById(name).getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.top < innerHeight;
  }, id);
  if (!(await inside("gc-05"))) troubles.push("the row of the address is not shown");
  await page.fill("[name=f]", "水土");
  await page.locator(".chips a", { hasText: "卫生健康" }).click();
  await page.waitForFunction(() => !document.querySelector("#group-2").closest("[hidden]"));
  await page.fill("[name=f]", "编制");
  await page.focus("#services-rows tr[id] th a >> nth=0");
  const covered = [];
  for (let at = 0; at < 24; at += 1) await page.keyboard.press("Tab");
  for (let at = 0; at < 20; at += 1) {
    await page.keyboard.press("Shift+Tab");
    covered.push(...(await page.evaluate(() => {
      const node = document.activeElement;
      const box = node.getBoundingClientRect();
      const head = document.querySelector("#services-rows thead th").getBoundingClientRect();
      return node.closest("tbody") && box.top < head.bottom - 1 && box.bottom > head.top ? [node.textContent] : [];
    })));
  }
  troubles.push(...covered.map((one) => `behind the head: ${one}`));
  await page.goto("about:blank");
  await page.goto(`${tools.base}${TABLE}?f=水土#%E4`);
  troubles.push(...differ("with half a character in the address", await rows(page), ["gc-02"]));
  tools.check("筛选: rows of the address, focus in sight", troubles);
  await context.close();
}

async function checkNarrow(tools) {
  const phone = await opened(tools, "?f=检测", { viewport: { width: 320, height: 700 } });
  phone.troubles.push(...(await tools.overflow(phone.page)), ...differ("axe", await tools.axe(phone.page), []));
  const small = await phone.page.locator(".filter :is(input, select, button)").evaluateAll((all) => all.filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 44).length);
  phone.troubles.push(...differ("too small to be hit", small, 0));
  if ((await rows(phone.page)).length === 0) phone.troubles.push("no cards");
  tools.check("筛选: on a telephone", phone.troubles);
  await phone.context.close();
  const bare = await opened(tools, "?f=水土", { javaScriptEnabled: false });
  bare.troubles.push(...differ("whole, without a form", [(await rows(bare.page)).length, await bare.page.locator(".filter:visible").count()], [24, 0]));
  tools.check("筛选: without scripts", bare.troubles);
  await bare.context.close();
}

/** The checks of the filter. @param tools what `run.mjs` hands over */
export async function checkFilter(tools) {
  await checkWords(tools);
  await checkChoices(tools);
  await checkRows(tools);
  await checkNarrow(tools);
}
