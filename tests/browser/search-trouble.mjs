// The search page when things go wrong: words that would be programs, files that do not come, browsers
// without scripts.

import { differ, seen, state, withCore } from "./search.mjs";

/** What would run or show as markup, were a query or a title not kept as text. */
const PAYLOADS = [
  "<script>hacked()</script>", "<img src=x onerror=hacked()>", "<svg onload=hacked()>", "\"><script>hacked()</script>",
  "'><img src=x onerror=hacked()>", "<iframe srcdoc='<script>parent.hacked()</script>'>", "javascript:hacked()",
  "<a href=javascript:hacked()>点我</a>", "<body onload=hacked()>", "<input autofocus onfocus=hacked()>",
  "<details open ontoggle=hacked()>", "<video><source onerror=hacked()></video>", "<math><mi xlink:href=javascript:hacked()>",
  "<object data=javascript:hacked()>", "<embed src=javascript:hacked()>", "<style>@import 'x'</style>",
  "<link rel=stylesheet href=//evil.invalid/x.css>", "<base href=//evil.invalid/>", "<meta http-equiv=refresh content='0;url=//evil.invalid'>",
  "<form action=//evil.invalid><button>", "{{constructor.constructor('hacked()')()}}", "${hacked()}", "`${hacked()}`", "';hacked();//",
  "\";hacked();//", "</script><script>hacked()</script>", "<!--<script>hacked()//-->", "<![CDATA[<script>hacked()</script>]]>",
  "&lt;script&gt;hacked()&lt;/script&gt;", "&#60;script&#62;hacked()&#60;/script&#62;", "\\u003cscript\\u003ehacked()\\u003c/script\\u003e",
  "%3Cscript%3Ehacked()%3C/script%3E", "<scr\u0000ipt>hacked()</scr\u0000ipt>", "<ＳＣＲＩＰＴ>hacked()</ＳＣＲＩＰＴ>",
  "<template><script>hacked()</script></template>", "<noscript><p title='</noscript><img src=x onerror=hacked()>'>",
  "<svg><animate onbegin=hacked() attributeName=x dur=1s>", "<marquee onstart=hacked()>", "__proto__", "constructor&__proto__[q]=hacked()",
];

async function checkPayloads(tools) {
  const context = await withCore(tools);
  await context.addInitScript(() => {
    window.violations = [];
    window.hacked = () => window.violations.push("run");
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
  });
  for (const payload of PAYLOADS) {
    const at = encodeURIComponent(payload);
    const query = `?q=${at}&column=${at}&issuer=${at}&sort=${at}&from=${at}&page=${at}#${at}`;
    const { page, troubles } = await tools.open(context, `${tools.base}search.html${query}`, tools.base);
    page.on("dialog", (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    const whole = page.url();
    await state(page, "done");
    await page.waitForSelector("#column input", { state: "attached" });
    for (const link of await page.locator("#chosen a").all()) {
      if ((await link.getAttribute("href"))[0] !== "?") troubles.push("a chip leads away");
    }
    troubles.push(...differ("violations", await page.evaluate(() => window.violations), []));
    const kept = payload.replaceAll("\u0000", "\uFFFD");
    const shown = (await page.textContent("#asked")).replaceAll("\u0000", "\uFFFD");
    troubles.push(...differ("shown", shown, `搜索“${kept}”的结果`));
    troubles.push(...differ("foreign elements", await page.locator("main :is(script, iframe, object, embed, base, svg, math, video, form form, style, template)").count(), 0));
    if (page.url() !== whole) troubles.push(`leads to ${page.url()}`);
    tools.check(`搜索: harmless ${payload}`, troubles);
    await page.close();
  }
  const { page, troubles } = await tools.open(context, `${tools.base}search.html?q=一件事`, tools.base);
  await state(page, "done");
  troubles.push(...differ("a title is text", await page.locator("#hits :is(img, script)").count(), 0));
  troubles.push(...differ("violations", await page.evaluate(() => window.violations), []));
  tools.check("搜索: titles are harmless", troubles);
  await context.close();
}

/** Each failure has its own words and a way on, and trying again helps once the cause is gone. */
async function checkFailures(tools) {
  const words = { offline: "网络没有连上", missing: "缺少搜索用的文件", damaged: "不完整", unsupported: "版本太旧" };
  for (const [code, word] of Object.entries(words)) {
    const context = await withCore(tools, { fail: code });
    const { page, troubles } = await tools.open(context, `${tools.base}search.html?q=一件事`, tools.base);
    await state(page, "failed");
    const told = await seen(page, ".failed p[data-when]");
    if (told.length !== 1 || !told[0].includes(word)) troubles.push(`told: ${told}`);
    if ((await seen(page, "#fallback a")).length < 5) troubles.push("no other way is offered");
    troubles.push(...differ("no results", await page.locator("#hits > li").count(), 0));
    await page.evaluate(() => {
      window.mock.healed = true;
    });
    await page.click("#retry");
    await state(page, "done");
    troubles.push(...differ("once healed", await page.textContent("#status"), "找到 10 条"));
    tools.check(`搜索: fails as ${code}`, troubles);
    await context.close();
  }
}

/** The script of the core does not come, or comes and cannot run. */
async function checkLostCore(tools) {
  const cases = [
    ["aborted", (route) => route.abort(), "缺少"],
    ["not found", (route) => route.fulfill({ status: 404, body: "" }), "缺少"],
    ["too new", (route) => route.fulfill({ body: "let a = ;", contentType: "text/javascript" }), "版本太旧"],
  ];
  for (const [name, answer, word] of cases) {
    const context = await withCore(tools);
    let lost = true;
    await context.route(/\/search\/search\.js/, (route) => (lost ? answer(route) : route.fallback()));
    const { page } = await tools.open(context, `${tools.base}search.html?q=一件事`, tools.base);
    const troubles = [];
    await state(page, "failed");
    const told = await seen(page, ".failed p[data-when]");
    if (told.length !== 1 || !told[0].includes(word)) troubles.push(`told: ${told}`);
    lost = false;
    await page.click("#retry");
    await state(page, "done");
    tools.check(`搜索: the core is ${name}`, troubles);
    await context.close();
  }
}

/** Without scripts the box leads here, and here are other ways. */
async function checkNoScripts(tools) {
  const context = await tools.browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const { page, troubles } = await tools.open(context, `${tools.base}zhengce/index.html`, tools.base);
  await page.fill("[name=q]", "一件事");
  await page.press("[name=q]", "Enter");
  await page.waitForURL(/search\.html\?q=/);
  troubles.push(...differ("address", decodeURI(new URL(page.url()).search), "?q=一件事&column=政策文件"));
  const shown = await page.locator("main").innerText();
  for (const word of ["搜索没有启动", "按栏目查找", "政策文件", "索引号目录", "网站地图"]) {
    if (!shown.includes(word)) troubles.push(`not offered: ${word}`);
  }
  for (const word of ["筛选", "没有找到", "重试", "排序", "用时", "怎样搜得准"]) {
    if (shown.includes(word)) troubles.push(`speaks of ${word}`);
  }
  tools.check("搜索: without scripts", troubles);
  await page.screenshot({ path: `${tools.shots}/搜索-没有脚本.png` });
  await context.close();
  const lost = await tools.browser.newContext();
  await lost.route(/\/search\/page\.js/, (route) => route.abort());
  const other = await lost.newPage();
  await other.goto(`${tools.base}search.html?q=一件事`);
  await other.waitForTimeout(2400);
  const visible = await other.locator(".scripts").evaluate((node) => getComputedStyle(node).visibility);
  tools.check("搜索: the page's script is lost", differ("told", visible, "visible"));
  await lost.close();
}

/** The checks of the search page in trouble. @param tools what `run.mjs` hands over */
export async function checkSearchTrouble(tools) {
  await checkPayloads(tools);
  await checkFailures(tools);
  await checkLostCore(tools);
  await checkNoScripts(tools);
}
