// The search of the demonstration portal as it is built: from a server, from a folder, with damaged files.

import { pathToFileURL } from "node:url";
import { differ, seen, state } from "./search.mjs";

/** A query with the page that must come first, or with what must be offered instead. */
const QUESTIONS = [
  ["威环审服字〔2023〕10号", { first: "nianbao/2023-fazhi.html", count: 1 }],
  ["威环审服字2023 10号", { first: "nianbao/2023-fazhi.html", count: 1 }],
  ["[2023]10", { first: "nianbao/2023-fazhi.html" }],
  ["关于印发《政务服务“跨域通办”工作规程》的通知", { first: "zhengce/kuayu-2023.html" }],
  ["跨越通办", { offered: "跨域通办" }],
  ["政務服務", { some: true }],
  ["没有这样的一句话呀", { offered: "" }],
];

async function ask(page, base, query) {
  await page.goto(`${base}search.html?q=${encodeURIComponent(query)}`);
  await page.waitForSelector("main[data-state=done], main[data-state=failed]");
}

async function checkAnswers(tools, base, name) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, troubles } = await tools.open(context, `${base}search.html`, base);
  await state(page, "idle");
  await page.waitForSelector("#words a");
  for (const [query, wanted] of QUESTIONS) {
    await ask(page, base, query);
    const urls = await page.locator("#hits > li").evaluateAll((list) => list.map((one) => one.dataset.url));
    const words = await page.locator("#words a").allTextContents();
    if (wanted.first) troubles.push(...differ(query, (urls[0] || "").replace(/#.*/, ""), wanted.first));
    if (wanted.count) troubles.push(...differ(query, await page.textContent("#status"), `找到 ${wanted.count} 条`));
    if (wanted.some && urls.length === 0) troubles.push(`${query}: nothing`);
    if (wanted.offered && !words.includes(wanted.offered)) troubles.push(`${query}: offered ${words}`);
    if (wanted.offered === "" && words.length === 0) troubles.push(`${query}: no word is offered`);
  }
  tools.check(`搜索: ${name} answers`, troubles);
  await context.close();
}

/** A row of a list is found, and the link leads to it, marked. */
async function checkRow(tools, base, name) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, troubles } = await tools.open(context, `${base}search.html`, base);
  await ask(page, base, "建筑工程施工许可");
  await page.locator("#hits a", { hasText: "2026年版" }).click();
  await page.waitForURL(/qingdan-2026\.html\?q=.*#/);
  const there = await page.evaluate(() => {
    const row = document.querySelector("tr:target");
    const box = row && row.getBoundingClientRect();
    return Boolean(row) && row.textContent.includes("建筑工程施工许可") && box.top >= 0 && box.top < innerHeight;
  });
  troubles.push(...differ("the row is seen", there, true));
  troubles.push(...differ("told", (await page.locator(".marked").innerText()).slice(0, 12), "已标出“建筑工程施工许可"));
  await page.screenshot({ path: `${tools.shots}/搜索-到行-${name}.png` });
  tools.check(`搜索: ${name}, a row`, troubles);
  await context.close();
}

/** An item marks the words by which it was found, also when they are not those that were typed. */
async function checkMarks(tools, base) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, troubles } = await tools.open(context, `${base}search.html`, base);
  for (const [query, title, word] of [
    ["依申请公开", "2024年政府信息公开工作年度报告", "信息公开申请"],
    ["威环审服字2023 10号", "2023年度法治政府建设报告", "威环审服字2023 10号"],
    ["醫療器械", "部分窗口位置的公告", "医疗器械"],
  ]) {
    await ask(page, base, query);
    await page.locator("#hits a", { hasText: title }).first().click();
    const bar = await page.locator(".marked").innerText({ timeout: 3000 }).catch(() => "nothing");
    if (!bar.includes(word)) troubles.push(`${query}: ${bar}`);
  }
  tools.check("搜索: the item marks what was found", troubles);
  await context.close();
}

/** The counts beside the filters are those of the results that remain. */
async function checkCounts(tools, base) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, troubles } = await tools.open(context, `${base}search.html?q=政务服务`, base);
  for (const group of ["column", "year", "validity", "topic", "issuer", "kind"]) {
    await ask(page, base, "政务服务");
    const summary = page.locator(`#${group}`);
    if (!(await summary.evaluate((node) => node.open))) await summary.locator("summary").click();
    await page.waitForSelector(`#${group} input`);
    const last = page.locator(`#${group} label`).last();
    const count = await last.locator("small").textContent();
    await last.click();
    await page.waitForFunction((text) => document.getElementById("status").textContent.endsWith(text), ` ${count} 条`, { timeout: 3000 })
      .catch(async () => troubles.push(`${group}: ${count} beside the filter, ${await page.textContent("#status")} after it`));
  }
  tools.check("搜索: counts hold", troubles);
  await context.close();
}

/** Files that do not come, or come damaged, are told apart; a second try helps. */
async function checkFiles(tools, base) {
  const cases = {
    offline: ["网络没有连上", (route) => route.abort("internetdisconnected")],
    missing: ["缺少搜索用的文件", (route) => route.fulfill({ status: 404, body: "" })],
    damaged: ["不完整", async (route) => {
      const answer = await route.fetch();
      const body = await answer.body();
      body[body.length - 3] ^= 0x55;
      await route.fulfill({ response: answer, body });
    }],
  };
  for (const [name, [word, answer]] of Object.entries(cases)) {
    const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
    let broken = true;
    await context.route(/\/search\/.*\.bin/, (route) => (broken ? answer(route) : route.continue()));
    const page = await context.newPage();
    await ask(page, base, "一件事");
    const troubles = differ("state", await page.getAttribute("main", "data-state"), "failed");
    const told = await seen(page, ".failed p[data-when]");
    if (told.length !== 1 || !told[0].includes(word)) troubles.push(`told: ${told}`);
    broken = false;
    await page.click("#retry");
    await state(page, "done").catch(() => troubles.push("a second try does not help"));
    tools.check(`搜索: files are ${name}`, troubles);
    await context.close();
  }
}

/** The checks of the whole search. @param tools what `run.mjs` hands over */
export async function checkSearchReal(tools) {
  const folder = `${pathToFileURL(tools.folder).href}/`;
  await checkAnswers(tools, tools.base, "the server");
  await checkAnswers(tools, folder, "the folder");
  await checkRow(tools, tools.base, "server");
  await checkRow(tools, folder, "folder");
  await checkMarks(tools, tools.base);
  await checkCounts(tools, tools.base);
  await checkFiles(tools, tools.base);
}
