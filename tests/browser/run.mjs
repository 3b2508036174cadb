// Looks at the demonstration portal in a real Chromium, as its readers do: wide and narrow, light
// and dark, under a sub-path and from a folder, with scripts and without.
//
//   node run.mjs            builds with target/debug/gongkai, or with the program that GONGKAI names
//   node run.mjs FOLDER     looks at a portal that was built before
//
// Closes with `N passed, N failed`. Screenshots lie in the folder that the first line names.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { checkFiles, leadsElsewhere, listFiles } from "./files.mjs";
import { checkPreviewBar } from "./preview-bar.mjs";
import { checkPreviewCalm } from "./preview-calm.mjs";
import { checkPreviewTrouble } from "./preview-trouble.mjs";
import { checkPreview } from "./preview.mjs";
import { checkSearchBox } from "./search-box.mjs";
import { checkSearchReal } from "./search-real.mjs";
import { checkSearchTrouble } from "./search-trouble.mjs";
import { checkSearchPage } from "./search.mjs";
import { serve } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const axeSource = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");
const AS_OF = "2026-11-01";
const PREFIX = "/bumen/xxgk/";

// One page of each sort; the first path that matches is looked at.
const SORTS = {
  首页: /^index\.html$/,
  栏目: /^tongzhi\/index\.html$/,
  栏目较早: /^[a-z]+\/page-1\.html$/,
  年份: /\/year-\d+\.html$/,
  政策文件: /^zhengce\/kuayu-2023\.html$/,
  已废止: /^zhengce\/kuayu-2021\.html$/,
  政策解读: /^jiedu\/yuju-tujie\.html$/,
  简明问答: /^jiedu\/zhengzhao-wenda\.html$/,
  机构职能: /^jigou\/zhuyao\.html$/,
  机构列表: /^jigou\/neishe\.html$/,
  中介服务事项: /^zhongjie\/qingdan-2026\.html$/,
  重点领域: /^zhongdian\/xuke-2025\.html$/,
  年度报告: /^nianbao\/2023-fazhi\.html$/,
  通知公告: /^tongzhi\/zhengqiu-2026\.html$/,
  说明页: /^zhinan\.html$/,
  目录: /^catalogue\/index\.html$/,
  关键词: /^keywords\/index\.html$/,
  一个关键词: /^keywords\/(?!index)[^/]+\.html$/,
  搜索: /^search\.html$/,
  网站地图: /^map\.html$/,
  纠错: /^correction\.html$/,
  找不到: /^404\.html$/,
};

let passed = 0;
let failed = 0;

/** Counts one check; `troubles` are what speaks against it. */
function check(name, troubles) {
  if (troubles.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`FAIL ${name}`);
  for (const trouble of troubles.slice(0, 12)) console.log(`     ${trouble}`);
}

/** Builds into a folder, for the address under which it will stand: 404.html names it in full. */
function build(out, address) {
  const program = process.env.GONGKAI ?? join(root, "target/debug/gongkai");
  const options = ["-r", root, "-o", out, "-u", address, "--as-of", AS_OF];
  execFileSync(program, ["build", ...options], { stdio: "inherit" });
}

/** Opens a page and gathers everything that went wrong on the way. */
async function open(context, url, allowed) {
  const page = await context.newPage();
  const troubles = [];
  page.on("requestfailed", (request) => {
    // What is dropped because the reader goes on to another page is no trouble.
    if (request.failure().errorText !== "net::ERR_ABORTED") troubles.push(`failed: ${request.url()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(allowed) && !request.url().startsWith("data:")) {
      troubles.push(`foreign: ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`script: ${error.message}`));
  await page.goto(url, { waitUntil: "load" });
  return { page, troubles };
}

async function axe(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return result.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")}`,
  );
}

async function overflow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return wide > 0 ? [`${wide} px wider than the window`] : [];
}

/** Pictures further down are fetched when a reader comes near; here all of them are wanted. */
async function pictures(page) {
  const broken = await page.evaluate(async () => {
    const all = [...document.images];
    for (const image of all) image.loading = "eager";
    await Promise.allSettled(all.map((image) => image.decode()));
    return all.filter((image) => image.naturalWidth === 0).map((image) => image.currentSrc);
  });
  return broken.map((source) => `not shown: ${source}`);
}

/** Each sort of page, wide and narrow, light and dark. */
async function checkSorts(browser, base, files, shots) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 320]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      for (const [sort, pattern] of Object.entries(SORTS)) {
        const path = files.find((file) => pattern.test(file));
        const name = `${sort} ${width} ${colorScheme}`;
        if (path === undefined) {
          check(name, ["no such page"]);
          continue;
        }
        const { page, troubles } = await open(context, base + path, base);
        troubles.push(...(await pictures(page)));
        check(`${name}: nothing blocked, missing or foreign`, troubles);
        check(`${name}: axe`, await axe(page));
        check(`${name}: fits`, await overflow(page));
        await page.screenshot({ path: join(shots, `${sort}-${width}-${colorScheme}.png`), fullPage: true });
        await page.close();
      }
      await context.close();
    }
  }
}

/** Every page fits a narrow window and says its name, also without scripts. */
async function checkAll(browser, base, folder, files) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  for (const file of files) {
    if (!file.endsWith(".html") || leadsElsewhere(folder, file)) continue;
    const { page, troubles } = await open(context, base + file, base);
    const heading = await page.locator("h1").count();
    const words = (await page.locator("main").allInnerTexts()).join("").trim();
    if (heading !== 1) troubles.push(`${heading} h1`);
    if (words.length < 10) troubles.push("no text without scripts");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) troubles.push(`${wide} px wider than 320`);
    check(`${file} without scripts`, troubles);
    await page.close();
  }
  await context.close();
}

/** From a folder: styles apply, and three clicks lead through the portal. */
async function checkFolder(browser, folder) {
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

/** The keyboard reaches the text at once, and it can be seen where it is. */
async function checkKeyboard(browser, base) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, troubles } = await open(context, `${base}index.html`, base);
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return { href: document.activeElement.getAttribute("href"), seen: box.top >= 0 && box.height > 0 };
  });
  if (skip.href !== "#main" || !skip.seen) troubles.push(`the first stop is ${JSON.stringify(skip)}`);
  check("the first Tab skips to the text", troubles);
  await context.close();
}

const shots = mkdtempSync(join(tmpdir(), "gongkai-shots-"));
console.log(`screenshots: ${shots}`);
const given = process.argv[2];
const folder = given ?? join(mkdtempSync(join(tmpdir(), "gongkai-portal-")), "site");
const server = await serve(folder, PREFIX);
if (given === undefined) build(folder, server.base);
const files = listFiles(folder);
for (const [name, troubles] of checkFiles(folder, files)) check(name, troubles);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  await checkSorts(browser, server.base, files, shots);
  await checkAll(browser, server.base, folder, files);
  await checkFolder(browser, folder);
  await checkKeyboard(browser, server.base);
  const tools = { browser, base: server.base, folder, shots, check, open, axe, overflow };
  const parts = [checkSearchPage, checkSearchTrouble, checkSearchBox, checkSearchReal];
  for (const part of [...parts, checkPreview, checkPreviewCalm, checkPreviewTrouble, checkPreviewBar]) {
    await part(tools).catch((error) => check(part.name, [error.message]));
  }
} finally {
  await browser.close();
  server.close();
  if (given === undefined) rmSync(dirname(folder), { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
