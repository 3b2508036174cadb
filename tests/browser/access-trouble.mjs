// The accessibility bar before it is asked for, and how it fares without storage, without network, without scripts and on
// paper; and the buttons that copy.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { choose, ITEM, openBar, PAGES, reader, root, size, told } from "./access.mjs";
import { differ } from "./search.mjs";

/** What a page fetches by itself, and that settings are there before anything is painted. */
async function checkLoading(tools) {
  const context = await reader(tools);
  const scripts = [];
  context.on("request", (request) => /\.(js|css)\b/.test(request.url()) && scripts.push(new URL(request.url()).pathname.replace(/.*\/(?=assets|search)/, "")));
  for (const path of PAGES.filter((one) => one !== "search.html")) {
    scripts.length = 0;
    const page = await context.newPage();
    await page.goto(tools.base + path, { waitUntil: "networkidle" });
    const own = scripts.filter((one) => one.endsWith(".js"));
    const bytes = own.map((one) => gzipSync(readFileSync(join(tools.folder, one)), { level: 9 }).length);
    const troubles = scripts.filter((one) => /access|aloud|spoken|sentences|mark\.js|search\//.test(one)).map((one) => `fetched before it is asked for: ${one}`);
    const sum = bytes.reduce((a, b) => a + b, 0);
    if (sum > 6144) troubles.push(`${sum} bytes of scripts: ${own}`);
    if (!own.includes("assets/settings.js") || bytes[own.indexOf("assets/settings.js")] > 1536) troubles.push(`settings.js: ${bytes} for ${own}`);
    tools.check(`无障碍: ${path} fetches little (${sum} bytes of scripts)`, troubles);
    await page.close();
  }
  await context.close();

  for (const way of ["waits for the sheet", "cannot wait"]) {
    const kept = await reader(tools, { size: "xl", contrast: "black" });
    if (way === "cannot wait") await kept.addInitScript(() => {
      const { setAttribute } = Element.prototype;
      delete HTMLLinkElement.prototype.blocking;
      Element.prototype.setAttribute = function (name, value) {
        if (name !== "blocking") setAttribute.call(this, name, value);
      };
    });
    await kept.route(/access\.css/, async (route) => {
      await new Promise((done) => setTimeout(done, 500));
      await route.continue();
    });
    const page = await kept.newPage();
    await page.goto(tools.base + ITEM);
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
    const times = await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      sheet: performance.getEntriesByType("resource").find((one) => one.name.includes("access.css")).responseEnd,
    }));
    tools.check(`无障碍: nothing is painted before the settings hold, ${way}`, times.paint >= times.sheet && times.sheet > 400 ? [] : [JSON.stringify(times)]);
    await kept.close();
  }
}

/** No storage, storage with nonsense, no network, no scripts, paper. */
async function checkTrouble(tools) {
  const blocked = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
  await blocked.addInitScript(() => Object.defineProperty(window, "localStorage", { get: () => {
    throw new DOMException("denied", "SecurityError");
  } }));
  const { page, troubles } = await tools.open(blocked, tools.base + ITEM, tools.base);
  await openBar(page);
  await choose(page, "size", "最大");
  troubles.push(...differ("applied all the same", await size(page), 30));
  await told(page, "只在本页有效").catch(() => troubles.push("not told"));
  tools.check("无障碍: without storage", troubles);
  await blocked.close();

  for (const nonsense of ["null", "[1]", "7", "{", '{"size":"\\"><script>","contrast":3,"other":"x"}']) {
    const context = await tools.browser.newContext();
    await context.addInitScript((text) => (localStorage.gongkaiAccess = text), nonsense);
    const opened = await tools.open(context, tools.base + ITEM, tools.base);
    await openBar(opened.page);
    await choose(opened.page, "size", "大");
    opened.troubles.push(...differ("can be set", (await root(opened.page)).size, "l"));
    tools.check(`无障碍: survives ${nonsense}`, opened.troubles);
    await context.close();
  }

  const offline = await reader(tools);
  await offline.route(/access\.(js|css)/, (route) => route.abort());
  const lost = await offline.newPage();
  await lost.goto(tools.base + ITEM);
  await lost.click(".access");
  await told(lost, "没有取到").then(() => offline.unroute(/access\.(js|css)/));
  await openBar(lost).then(() => tools.check("无障碍: comes at the second try", []), (error) => tools.check("无障碍: comes at the second try", [error.message]));
  await offline.close();

  // Playwright's Chromium keeps no page for the way back, so it is told that it comes from there.
  const returned = await reader(tools);
  const back = await returned.newPage();
  await back.goto(tools.base + ITEM);
  const comeBack = (settings) => back.evaluate((kept) => {
    localStorage.gongkaiAccess = kept;
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  }, JSON.stringify(settings));
  await comeBack({ ruler: "on" });
  const line = await back.waitForSelector(".ruler", { timeout: 3000 }).then(() => [], () => ["no line"]);
  await openBar(back);
  await comeBack({ size: "l" });
  const state = await back.evaluate(() => [document.querySelectorAll(".ruler").length, document.querySelectorAll("#access [aria-pressed=true]").length, document.querySelector("#access [name=access-size]:checked").value]);
  tools.check("无障碍: a page that comes back takes the settings of now", [...line, ...differ("line, pressed, size", state, [0, 0, "l"])]);
  await returned.close();

  const bare = await tools.browser.newContext({ javaScriptEnabled: false });
  const still = await bare.newPage();
  await still.goto(tools.base + ITEM);
  tools.check("无障碍: no button without scripts", differ("shown", await still.locator(".scripted:visible").count(), 0));
  await bare.close();

  const paper = await reader(tools, { size: "xxl", contrast: "black", ruler: "on", line: "3" });
  const sheet = await paper.newPage();
  await sheet.goto(tools.base + ITEM);
  await openBar(sheet);
  await sheet.emulateMedia({ media: "print" });
  const printed = await sheet.evaluate(() => [
    [...document.querySelectorAll(".access-bar, .access, .ruler")].filter((one) => one.getClientRects().length).length,
    getComputedStyle(document.body).color, parseFloat(getComputedStyle(document.documentElement).fontSize) < 16,
  ]);
  tools.check("无障碍: paper takes no notice", differ("printed", printed, [0, "rgb(0, 0, 0)", true]));
  await paper.close();
}

/** Buttons that copy, with the clipboard of the browser and without. */
async function checkCopy(tools) {
  for (const way of ["clipboard", "command"]) {
    const context = await reader(tools, null, { permissions: ["clipboard-read", "clipboard-write"] });
    if (way === "command") await context.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    const { page, troubles } = await tools.open(context, tools.base + ITEM, tools.base);
    await page.evaluate(() => {
      const { make } = window.gongkai;
      document.querySelector("main").prepend(
        make("p", { id: "cite" }, "《规程》\n （一号）"),
        make("button", { class: "scripted", "data-copy-from": "#cite" }, "复制范例"),
        make("button", { class: "scripted", "data-copy": "a&b" }, "复制地址"),
      );
    });
    if (!(await page.locator("script[src*='copy.js']").count())) await page.addScriptTag({ url: `${tools.base}assets/copy.js` });
    for (const [name, text] of [["复制范例", "《规程》 （一号）"], ["复制地址", "a&b"]]) {
      await page.locator("button", { hasText: name }).click();
      await told(page, "已复制").catch(() => troubles.push("not told"));
      const held = await page.evaluate(async () => {
        const field = document.createElement("textarea");
        document.body.append(field);
        field.focus();
        document.execCommand("paste");
        field.remove();
        return navigator.clipboard ? navigator.clipboard.readText() : field.value;
      });
      if (way === "clipboard") troubles.push(...differ(name, held, text));
    }
    tools.check(`复制: by ${way}`, troubles);
    await context.close();
  }
}

/** Who presses a button whose script does not come is told, and may try again. */
async function checkCopyLost(tools) {
  const context = await reader(tools, null, { permissions: ["clipboard-read", "clipboard-write"] });
  await context.route(/copy\.js/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(tools.base + ITEM);
  const troubles = [];
  await page.locator(".cite button").first().click();
  await told(page, "复制功能没有取到").catch(() => troubles.push("not told"));
  await context.unroute(/copy\.js/);
  await page.locator(".cite button").first().click();
  await told(page, "已复制").catch(() => troubles.push("no second try"));
  tools.check("复制: the script does not come", troubles);
  await context.close();
}

/** The addresses of the page on which they are wanted most. */
async function checkAddresses(tools) {
  const context = await reader(tools, null, { permissions: ["clipboard-read", "clipboard-write"] });
  const { page, troubles } = await tools.open(context, `${tools.base}subscribe.html`, tools.base);
  for (const row of [page.locator(".feeds tr").nth(1), page.locator(".address")]) {
    const address = await row.locator("code").first().textContent();
    await row.locator("button").first().click();
    await told(page, `已复制：${address}`).catch(() => troubles.push(`not told: ${address}`));
    troubles.push(...differ("copied", await page.evaluate(() => navigator.clipboard.readText()), address));
  }
  // Further down the head of the table stands over its rows, and axe cannot tell what is behind words there.
  await page.evaluate(() => window.scrollTo(0, 0));
  troubles.push(...differ("axe", await tools.axe(page), []));
  await page.setViewportSize({ width: 320, height: 700 });
  troubles.push(...(await tools.overflow(page)));
  await page.screenshot({ path: `${tools.shots}/订阅-320.png`, fullPage: true });
  tools.check("复制: addresses of feeds", troubles);
  await context.close();
}

/** The checks of the bar in trouble, and of copying. @param tools what `run.mjs` hands over */
export async function checkAccessTrouble(tools) {
  await checkLoading(tools);
  await checkTrouble(tools);
  await checkCopy(tools);
  await checkCopyLost(tools);
  await checkAddresses(tools);
}
