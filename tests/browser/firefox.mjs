// The portal in Firefox: every sort of page, and the search once over what a reader does: questions, suggestions, filters,
// pages, days, the way back, and the same from a folder. For `tests/deep.sh`, since it needs a second browser and puppeteer-core, which speaks to it.
//
//   node tests/browser/firefox.mjs PUPPETEER
//
// PUPPETEER is a folder in which puppeteer-core is installed; FIREFOX names the browser, GONGKAI the program.

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { pageTroubles } from "./firefox-pages.mjs";
import { serve } from "./server.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const entry = createRequire(join(resolve(process.argv[2]), "x.js")).resolve("puppeteer-core");
const puppeteer = (await import(pathToFileURL(entry).href)).default;

const folder = join(mkdtempSync(join(tmpdir(), "gongkai-firefox-")), "site");
const server = await serve(folder, "/zw/xxgk/");
const options = ["build", "-r", root, "-o", folder, "-u", server.base, "--as-of", "2026-11-01"];
execFileSync(process.env.GONGKAI ?? join(root, "target/debug/gongkai"), options, { stdio: "inherit" });
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
  headless: true,
});

const troubles = [];
let page;

/** A tab of its own for each part: the driver does not follow a tab that went back from a cached page. */
async function fresh() {
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
}

const status = () => page.$eval("#status", (node) => node.textContent);
const done = () => page.waitForSelector("main[data-state=done]", { timeout: 8000 });

async function ask(base, query) {
  await page.goto(`${base}search.html?${new URLSearchParams(query)}`);
  await done();
}

/** Waits for something to hold in the page; what does not is a trouble. */
async function holds(what, test, ...given) {
  await page.waitForFunction(test, { timeout: 5000 }, ...given).catch(() => troubles.push(what));
}

const hits = (count) => document.querySelectorAll("#hits > li").length === count;

async function questions(base, where) {
  for (const [q, url] of [
    ["威环审服字2023 10号", "nianbao/2023-fazhi.html"],
    ["醫療器械", "tongzhi/"],
  ]) {
    await ask(base, { q });
    const first = await page.$eval("#hits > li", (node) => node.dataset.url).catch(() => "nothing");
    if (!first.startsWith(url)) troubles.push(`${where}, ${q}: ${first}`);
  }
  await ask(base, { q: "跨越通办" });
  if (!(await status()).startsWith("相近的")) troubles.push(`${where}, nearly right: ${await status()}`);
}

async function choices(base) {
  await ask(base, { q: "政务服务" });
  const before = await status();
  await page.waitForSelector("#column input");
  await page.click("#column label");
  await holds("a filter", (text) => document.getElementById("status").textContent !== text, before);
  await page.evaluate(() => history.back());
  await holds("back from the filter", (text) => document.getElementById("status").textContent === text, before);
  await page.click("#pager a[href*='page=2']");
  await holds("the second page", () => document.getElementById("hits").start === 11);
  await ask(base, { q: "行政许可", from: "2023-01-01", to: "2023-12-31" });
  await holds("days", () => {
    const days = [...document.querySelectorAll("#hits .num")];
    return days.length > 0 && days.every((node) => node.textContent.startsWith("2023"));
  });
}

async function wayBack(base) {
  await ask(base, { q: "渔具生产" });
  const count = await page.$$eval("#hits > li", (list) => list.length);
  await page.click("#hits a");
  await page.waitForSelector(".marked", { timeout: 5000 }).catch(() => troubles.push("the item marks nothing"));
  await page.evaluate(() => history.back());
  await holds("back from the item", hits, count);
  await page.$eval("[name=q]", (node) => {
    node.value = "年度报告";
    node.form.requestSubmit();
  });
  await holds("a question after the way back", () => document.title.startsWith("年度报告"));
}

async function suggestions(base) {
  await page.goto(`${base}search.html`);
  await page.type("[name=q]", "ylqx", { delay: 40 });
  await holds("suggestions", () => [...document.querySelectorAll("[role=option]")].some((node) => node.textContent.includes("医疗器械")));
}

try {
  troubles.push(...(await pageTroubles(browser, server.base, folder)));
  for (const part of [choices, wayBack, suggestions]) {
    await fresh();
    await part(server.base);
  }
  await fresh();
  await questions(server.base, "the server");
  await questions(`${pathToFileURL(folder).href}/`, "the folder");
} finally {
  await browser.close();
  server.close();
}
troubles.forEach((trouble) => console.log(trouble));
console.log(troubles.length > 0 ? "0 passed, 1 failed" : "1 passed, 0 failed");
process.exit(troubles.length > 0 ? 1 : 0);
