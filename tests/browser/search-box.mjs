// The search box of every page, its suggestions, and the marks on the page of an item that was found.

import { differ, seen, state, withCore } from "./search.mjs";

const option = (page) => page.evaluate(() => {
  const input = document.querySelector("[name=q]");
  const id = input.getAttribute("aria-activedescendant");
  return id ? document.getElementById(id).firstChild.textContent : "";
});

/** The combobox by keyboard, as the ARIA practices describe it. */
async function checkKeys(tools) {
  const context = await withCore(tools);
  const { page, troubles } = await tools.open(context, `${tools.base}search.html?q=一件事`, tools.base);
  await state(page, "done");
  const input = page.locator("[name=q]");
  const open = () => input.getAttribute("aria-expanded");
  await page.keyboard.press("/");
  troubles.push(...differ("slash leads to the box", await page.evaluate(() => document.activeElement.name), "q"));
  troubles.push(...differ("and is not typed", await input.inputValue(), "一件事"));
  troubles.push(...differ("role", await input.getAttribute("role"), "combobox"));
  await input.fill("一件");
  await page.waitForSelector("[role=option]");
  troubles.push(...differ("opened", await open(), "true"));
  // The list lies over the results.
  troubles.push(...differ("axe with the list open", await tools.axe(page, { covered: true }), []));
  await page.keyboard.press("ArrowDown");
  troubles.push(...differ("down", await option(page), "一件事一次办改革"));
  await page.keyboard.press("ArrowUp");
  troubles.push(...differ("up, to the box", await option(page), ""));
  await page.keyboard.press("ArrowUp");
  troubles.push(...differ("up, to the last", await option(page), "威海市环翠区行政审批服务局"));
  troubles.push(...differ("one is selected", await page.locator("[role=option][aria-selected=true]").count(), 1));
  await page.keyboard.press("Escape");
  troubles.push(...differ("closed", [await open(), await input.inputValue()], ["false", "一件"]));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/mock-0/);
  await page.goBack();
  await state(page, "done");
  await input.fill("一件");
  await page.waitForSelector("[role=option]");
  await page.locator("[role=option]", { hasText: "医疗器械" }).click();
  await page.waitForURL(/q=%E5%8C%BB/);
  troubles.push(...differ("a click searches", [await input.inputValue(), await open()], ["医疗器械经营许可", "false"]));
  await page.goto(`${tools.base}search.html?q=一件事`);
  await page.waitForSelector("#column input");
  const stops = [];
  for (let at = 0; at < 40; at += 1) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => {
      const node = document.activeElement;
      const box = node.getBoundingClientRect();
      return box.width > 0 && box.height > 0 ? node.textContent.trim() || node.name || node.tagName : `unseen ${node.tagName}`;
    }));
  }
  for (const wanted of ["q", "搜索", "栏目", "发布日期", "日期"]) if (!stops.includes(wanted)) troubles.push(`Tab never reaches ${wanted}`);
  troubles.push(...stops.filter((one) => one.startsWith("unseen")));
  tools.check("搜索: by keyboard", troubles);
  await context.close();
}

/** The key can be switched off, and stays off. */
async function checkSlash(tools) {
  const context = await withCore(tools);
  const { page, troubles } = await tools.open(context, `${tools.base}search.html`, tools.base);
  await state(page, "idle");
  await page.locator("#key button").click();
  await page.reload();
  await state(page, "idle");
  await page.keyboard.press("/");
  troubles.push(...differ("after it was switched off", await page.evaluate(() => document.activeElement.tagName), "BODY"));
  tools.check("搜索: the key can be switched off", troubles);
  await context.close();
}

/** From home and from a column; the core is fetched when the box is first used, not before. */
async function checkElsewhere(tools) {
  const context = await withCore(tools);
  const asked = [];
  context.on("request", (request) => /\/search\//.test(request.url()) && asked.push(request.url()));
  const { page, troubles } = await tools.open(context, `${tools.base}index.html`, tools.base);
  troubles.push(...differ("nothing is fetched before", asked, []));
  await page.locator("[name=q]").pressSequentially("一件", { delay: 30 });
  await page.waitForSelector("[role=option]");
  troubles.push(...differ("options", await page.locator("[role=option] small").allTextContents(), ["", "标题", "", "机构"]));
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\.html\?q=/);
  await state(page, "done");
  await page.goto(`${tools.base}zhengce/index.html`);
  troubles.push(...differ("the column is set", await page.isChecked("[name=column]"), true));
  await page.fill("[name=q]", "办理");
  await page.press("[name=q]", "Enter");
  await state(page, "done");
  troubles.push(...differ("in the column", await page.locator("#chosen a").allTextContents(), ["栏目：政策文件", "清除全部"]));
  troubles.push(...differ("count", await page.textContent("#status"), "找到 12 条"));
  tools.check("搜索: the box of other pages", troubles);
  await context.close();
}

/** What was searched for is marked on the page of an item, by either way, and can be cleared. */
async function checkMarks(tools) {
  const paths = { item: "zhengce/kuayu-2023.html", rows: "zhongjie/qingdan-2026.html" };
  for (const way of ["highlights", "elements"]) {
    const context = await withCore(tools);
    if (way === "elements") await context.addInitScript(() => delete CSS.highlights);
    const { page, troubles } = await tools.open(context, `${tools.base}${paths.item}`, tools.base);
    troubles.push(...differ("without a query", await page.locator(".marked").count(), 0));
    const plain = await page.textContent("article");
    await page.goto(`${tools.base}${paths.item}?q=${encodeURIComponent("跨域通办 -不要的 “威环审服字2023”")}`);
    const line = await page.locator(".marked").innerText();
    const count = Number(/共 (\d+) 处/.exec(line)[1]);
    const links = (await page.locator("article nav").allTextContents()).join("");
    const times = plain.split("跨域通办").length - links.split("跨域通办").length;
    if (count < times || times < 2) troubles.push(`${count} marks for ${times} matches: ${line}`);
    const marks = await page.evaluate(() => (CSS.highlights ? CSS.highlights.get("found").size : document.querySelectorAll("article mark").length));
    if (marks < count) troubles.push(`${marks} marks, ${count} told`);
    troubles.push(...differ("the text is the same", await page.textContent("article"), plain));
    troubles.push(...differ("axe", await tools.axe(page), []));
    await page.locator(".marked button", { hasText: "下一处" }).click();
    await page.locator(".marked button", { hasText: "清除" }).click();
    const left = await page.evaluate(() => [document.querySelectorAll(".marked, article mark").length, CSS.highlights ? CSS.highlights.size : 0, location.search]);
    troubles.push(...differ("cleared", left, [0, 0, ""]));
    await page.goto(`${tools.base}${paths.item}?q=${encodeURIComponent("<img src=x onerror=alert(1)>跨域通办")}`);
    troubles.push(...differ("a strange query marks nothing", await page.locator(".marked, article mark, article img[src=x]").count(), 0));
    tools.check(`搜索: marks by ${way}`, troubles);
    await context.close();
  }
}

/** The checks of the box. @param tools what `run.mjs` hands over */
export async function checkSearchBox(tools) {
  await checkKeys(tools);
  await checkSlash(tools);
  await checkElsewhere(tools);
  await checkMarks(tools);
}
