// The preview brings a page up to date without loading it again, and goes along with the officer.

import { differ, isSame, runParts, visit, waitForText } from "./preview-portal.mjs";

const ITEM = "zhengce/kuayu-2023.html";
const SOURCE = "content/zhengce/kuayu-2023.md";
const OTHER = "content/zhengce/shenhe-2022.md";
const SHEET = "themes/gongkai/static/portal.css";

/** What a reader has done on the page. */
const work = (page) =>
  page.evaluate(() => ({
    scroll: Math.round(scrollY),
    focus: document.activeElement.textContent,
    selected: String(getSelection()),
    open: [...document.querySelectorAll("details")].map((one) => one.open),
    typed: document.querySelector("header input[type=search], header input").value,
  }));

/** Scroll, focus, selection, what is folded and what was typed outlive an edit. */
async function checkMorph(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  await page.locator("header input").first().fill("写了一半");
  await page.keyboard.press("Escape");
  await page.locator("aside summary, .chain summary").first().click();
  await page.evaluate(() => {
    const cell = [...document.querySelectorAll("main td, main dd")].find((one) => one.textContent.includes("通知"));
    const range = document.createRange();
    range.selectNodeContents(cell);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    [...document.querySelectorAll("main a")].pop().focus({ preventScroll: true });
    scrollTo(0, 300);
  });
  const before = await work(page);
  if (!before.selected || !before.focus || before.open.every(Boolean)) troubles.push(`nothing to keep: ${JSON.stringify(before)}`);
  preview.edit(SOURCE, "不加收任何费用", "不加收任何费用，也不另设条件");
  await waitForText(page, "也不另设条件");
  troubles.push(...differ("an edit keeps", await work(page), before));
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  preview.edit(SOURCE, "也不另设条件。", "也不另设条件。\n\n第五条之后的一段。");
  await waitForText(page, "第五条之后的一段");
  troubles.push(...differ("a new paragraph keeps", await work(page), before));
  preview.edit(SOURCE, "，也不另设条件。\n\n第五条之后的一段。", "。");
  await waitForText(page, "第五条之后的一段", false);
  troubles.push(...differ("its end keeps", await work(page), before));
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  tools.check("预览: an edit keeps the reader's place", troubles);
  await context.close();
}

/** Whether the page is what a new visitor gets, apart from what its scripts have made. */
const isAsSent = (page) =>
  page.evaluate(async () => {
    const sent = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const here = document.cloneNode(true);
    for (const tree of [sent, here]) {
      for (const one of tree.querySelectorAll("script[data-page], gongkai-preview, noscript, header")) one.remove();
      tree.body.removeAttribute("style");
      for (const name of ["style", "data-script"]) tree.documentElement.removeAttribute(name);
    }
    if (sent.documentElement.isEqualNode(here.documentElement)) return "";
    const [a, b] = [sent, here].map((tree) => new XMLSerializer().serializeToString(tree));
    let at = 0;
    while (a[at] === b[at]) at += 1;
    return `sent: ${a.slice(at - 40, at + 80)} here: ${b.slice(at - 40, at + 80)}`;
  });

/** Numbers that look random and are the same each time. */
function* numbers(seed) {
  for (let state = seed; ; state = (state * 1103515245 + 12345) % 2147483648) yield state / 2147483648;
}

/** After any edits the page is the one that a new visitor gets. */
async function checkRandomEdits(tools, preview) {
  const good = preview.read(SOURCE);
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  const random = numbers(20261101);
  const next = (below) => Math.floor(random.next().value * below);
  const [head, body] = [good.slice(0, good.indexOf("---\n\n") + 5), good.slice(good.indexOf("---\n\n") + 5)];
  const blocks = body.split("\n\n");
  // Large enough for the short way down a large page.
  const rows = Array.from({ length: 200 }, (_, at) => `| 第${at}项 | ${at * 7} |`);
  const table = () => ["| 项 | 数 |", "| :-- | --: |", ...rows].join("\n");
  for (let count = 1; count <= 40; count += 1) {
    const at = next(blocks.length);
    const edit = next(6);
    if (edit === 0) blocks.splice(at, 0, ["一段新的话。", "### 小标题", "- 甲\n- 乙", "| 一 | 二 |\n| :-- | --: |\n| 三 | 四 |"][next(4)]);
    else if (edit === 1 && blocks.length > 4) blocks.splice(at, 1);
    else if (edit === 2) blocks[at] = `${blocks[at]}${next(10)}`;
    else if (edit === 3) blocks.push(blocks.splice(at, 1)[0]);
    else if (edit === 4) rows[next(rows.length)] += ` ${next(10)}`;
    else rows.splice(next(rows.length), next(2), "| 新的一行 | 0 |");
    preview.write(SOURCE, `${head}${table()}\n\n${blocks.join("\n\n")}\n\n第${count}次改动\n`);
    await waitForText(page, `第${count}次改动`);
    const difference = await isAsSent(page);
    if (difference) troubles.push(`edit ${count}: ${difference}`);
  }
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  preview.write(SOURCE, good);
  await waitForText(page, "第40次改动", false);
  tools.check("预览: forty edits give the page that a new visitor gets", troubles);
  await context.close();
}

/** A sheet is swapped, and nothing else on the page is touched. */
async function checkSheet(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  const sheets = () => page.locator("head link[rel=stylesheet]").count();
  const before = await sheets();
  await page.evaluate(() => {
    window.touched = 0;
    new MutationObserver((all) => (window.touched += all.length)).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  // A slow sheet: the page must be dressed in the old one until the new one is there.
  await page.route(/portal\.css/, async (route) => {
    await new Promise((later) => setTimeout(later, 400));
    await route.continue();
  });
  await page.evaluate(() => {
    window.bare = 0;
    window.most = 0;
    const look = () => {
      if (getComputedStyle(document.body).display !== "flex") window.bare += 1;
      window.most = Math.max(window.most, document.querySelectorAll("head link[rel=stylesheet]").length);
      requestAnimationFrame(look);
    };
    look();
  });
  const good = preview.read(SHEET);
  preview.write(SHEET, `${good}\nmain { outline: 3px solid rgb(1, 2, 3); }\n`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(1, 2, 3)", null, { timeout: 5000 });
  await page.waitForFunction((count) => document.querySelectorAll("head link[rel=stylesheet]").length === count, before);
  troubles.push(...differ("changes of the body", await page.evaluate(() => window.touched), 0));
  // Chromium keeps the old sheet by itself when the address changes; not every browser does.
  troubles.push(...differ("sheets while the new one comes", await page.evaluate(() => window.most), before + 1));
  troubles.push(...differ("frames without a sheet", await page.evaluate(() => window.bare), 0));
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  preview.write(SHEET, good);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor !== "rgb(1, 2, 3)");
  troubles.push(...differ("sheets", await sheets(), before));
  tools.check("预览: a sheet is swapped alone", troubles);
  await context.close();
}

/** A template is morphed; a script has to run, so the page is loaded again where it was. */
async function checkTheme(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM, { viewport: { width: 1280, height: 500 } });
  const template = "themes/gongkai/templates/base.html";
  preview.edit(template, '<a class="skip"', '<p id="planted">模板里的话</p><a class="skip"');
  await page.waitForSelector("#planted", { state: "attached", timeout: 5000 });
  if (!(await isSame(page))) troubles.push("a template loads the page again");
  preview.edit(template, '<p id="planted">模板里的话</p>', "");
  await page.waitForSelector("#planted", { state: "detached" });
  await page.evaluate(() => scrollTo(0, 250));
  const script = "themes/gongkai/static/box.js";
  preview.write(script, `${preview.read(script)}\ndocument.documentElement.dataset.ran = "1";\n`);
  await page.waitForSelector("html[data-ran]", { state: "attached", timeout: 5000 });
  await page.waitForFunction(() => scrollY > 0);
  troubles.push(...differ("scroll", await page.evaluate(() => scrollY), 250));
  if (await isSame(page)) troubles.push("a script does not load the page again");
  tools.check("预览: templates and scripts", troubles);
  await context.close();
}

/** The preview turns to the item that is edited, unless it is pinned or somebody is typing. */
async function checkFollow(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, "zhengce/index.html");
  const turn = async (source, path) => {
    preview.write(source, `${preview.read(source)}\n`);
    await page.waitForURL(`${preview.base}${path}`, { timeout: 5000 }).catch(() => troubles.push(`${source} leads to ${page.url()}`));
    await page.waitForSelector("gongkai-preview:not([hidden])", { state: "attached" });
    await page.waitForFunction(() => document.querySelector("gongkai-preview").shadowRoot.querySelector("dl"));
    await page.waitForTimeout(300);
  };
  await turn(SOURCE, ITEM);
  await turn(OTHER, "zhengce/shenhe-2022.html");
  const pin = page.locator("gongkai-preview button[aria-pressed]");
  await pin.click();
  troubles.push(...differ("pinned", await pin.getAttribute("aria-pressed"), "true"));
  const stays = async (why) => {
    const old = page.url();
    preview.write(SOURCE, `${preview.read(SOURCE)}\n`);
    await page.waitForTimeout(1000);
    troubles.push(...differ(why, page.url(), old));
  };
  await stays("a pinned page");
  await page.reload();
  await page.waitForSelector("gongkai-preview:not([hidden])", { state: "attached" });
  await stays("a pinned page that was loaded again");
  await pin.click();
  await page.locator("header input").first().fill("写");
  await page.locator("h1").click();
  await stays("a page with something typed");
  await page.locator("header input").first().fill("");
  await page.locator("h1").click();
  await turn(SOURCE, ITEM);
  preview.edit(SHEET, "/* Ground */", "/* Ground. */");
  await page.waitForTimeout(500);
  troubles.push(...differ("a sheet", page.url(), preview.base + ITEM));
  tools.check("预览: goes along with the edited item", troubles);
  await context.close();
}

/** An item that is no longer public leaves its page at once, and the bar says why. */
async function checkGone(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  preview.edit(SOURCE, "公开属性: 主动公开", "公开属性: 依申请公开");
  const chip = page.locator("gongkai-preview .chip");
  await chip.filter({ hasText: "未公开" }).waitFor({ timeout: 5000 }).catch(() => {});
  troubles.push(...differ("told", await chip.textContent(), "未公开：依申请公开"));
  const words = await page.locator("main").textContent();
  if (words.includes("跨域通办”工作规程》印发")) troubles.push("the withheld text is still there");
  preview.edit(SOURCE, "公开属性: 依申请公开", "公开属性: 主动公开");
  await waitForText(page, "全程网办").catch(() => troubles.push("the page does not come back"));
  const calm = troubles.filter((trouble) => !/404/.test(trouble));
  tools.check("预览: an item that is withheld", calm);
  await context.close();
}

/** The checks of the live page. @param tools what `run.mjs` hands over */
export async function checkPreview(tools) {
  await runParts(tools, [checkMorph, checkRandomEdits, checkSheet, checkTheme, checkFollow, checkGone]);
}
