// Reading aloud, with a voice that is a list: a headless browser has none of its own.

import { differ } from "./search.mjs";

/** Replaces the voice of the browser: it keeps what it was asked to say and ends each sentence when the test says so. */
function stub({ voices }) {
  window.spoken = [];
  window.cancelled = 0;
  window.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const synth = Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak: (utterance) => window.spoken.push(utterance),
    cancel: () => {
      window.cancelled += 1;
      sessionStorage.cancelled = window.cancelled;
    },
  });
  Object.defineProperty(window, "speechSynthesis", { value: synth });
}

const VOICES = [
  { name: "english", lang: "en-US", localService: true },
  { name: "network", lang: "zh-CN", localService: false },
  { name: "taiwan", lang: "zh-TW", localService: true },
  { name: "here", lang: "zh_CN", localService: true },
];

async function ready(tools, path, options = {}) {
  const context = await tools.browser.newContext({ viewport: { width: options.width ?? 1280, height: 800 } });
  await context.addInitScript(stub, { voices: options.voices ?? VOICES });
  if (options.before) await context.addInitScript(options.before);
  const { page, troubles } = await tools.open(context, tools.base + path, tools.base);
  await page.click(".access");
  await page.waitForFunction(() => window.gongkai.readAloud);
  return { context, page, troubles };
}

const start = (page) => page.locator("#access button", { hasText: "朗读本页" }).click();
const last = (page) => page.evaluate(() => (window.spoken.length ? window.spoken[window.spoken.length - 1].text : ""));
const end = (page) => page.evaluate(() => window.spoken[window.spoken.length - 1].onend());
const press = (page, name) => page.locator(".aloud button", { hasText: name }).click();

/** Waits until as many sentences were asked for. */
const asked = (page, count) => page.waitForFunction((wanted) => window.spoken.length >= wanted, count, { timeout: 3000 });

/** All sentences of a page, as they are said. */
async function readAll(page) {
  await start(page);
  for (let count = 1; await page.locator(".aloud").count(); count += 1) {
    await asked(page, count);
    await end(page);
    await page.waitForFunction((before) => window.spoken.length > before || !document.querySelector(".aloud"), count);
  }
  return page.evaluate(() => window.spoken.map((one) => one.text));
}

async function checkOrder(tools) {
  const { context, page, troubles } = await ready(tools, "zhengce/kuayu-2023.html");
  const said = await readAll(page);
  const text = said.join("\n");
  const order = [
    "威海市环翠区行政审批服务局关于印发《政务服务“跨域通办”工作规程》的通知",
    "发文字号：威环审服字，二〇二三年第七号", "成文日期：二〇二三年六月十六日",
    "第一条", "做法：申请人在网上提交", "收件之后的时限：一个工作日内转送", "第六条", "威环审服字，二〇二一年第十二号",
  ];
  let from = 0;
  for (const wanted of order) {
    const at = text.indexOf(wanted, from);
    if (at < 0) troubles.push(`not said, or out of order: ${wanted}`);
    else from = at;
  }
  const digits = said.filter((one) => /[0-9〔〕]/.test(one));
  troubles.push(...digits.map((one) => `digits are left to the voice: ${one}`));
  troubles.push(...said.filter((one) => one.length > 140).map((one) => `too long: ${one.length}`));
  for (const unwanted of ["SHA", "http", "网址略", "跳到正文", "上一篇"]) if (text.includes(unwanted)) troubles.push(`said: ${unwanted}`);
  const voice = await page.evaluate(() => [window.spoken[0].voice.name, window.spoken[0].lang, window.spoken[0].rate]);
  troubles.push(...differ("voice", voice, ["here", "zh_CN", 1]));
  troubles.push(...differ("told at the end", await page.locator(".note").textContent(), "朗读完毕"));
  tools.check("朗读: sentences in their order, numbers in words", troubles);
  await context.close();
}

/** The rows of a list of services: each cell with its column, folded details left out. */
async function checkTable(tools) {
  const { context, page, troubles } = await ready(tools, "zhongjie/qingdan-2026.html");
  const text = (await readAll(page)).join("\n");
  for (const wanted of ["事项：水土保持方案编制", "审批事项：生产建设项目水土保持方案审批", "办理时限：十五个工作日", "收费：市场调节价"]) {
    if (!text.includes(wanted)) troubles.push(`not said: ${wanted}`);
  }
  for (const unwanted of ["办理要点", "双方协商", "清单的顺序", "清除"]) if (text.includes(unwanted)) troubles.push(`said: ${unwanted}`);
  tools.check("朗读: a table, column by column", troubles);
  await context.close();
}

const marked = (page) => page.evaluate(() => {
  if (window.CSS && CSS.highlights) return CSS.highlights.has("aloud") ? [...CSS.highlights.get("aloud")].map(String).join("").trim() : "";
  const here = document.querySelector(".aloud-here");
  return here ? here.textContent.trim() : "";
});

/** The mark moves with the voice; pause, steps, keys, a click in the text, stop. */
async function checkControls(tools) {
  for (const way of ["highlights", "elements"]) {
    const before = way === "elements" ? () => delete CSS.highlights : undefined;
    const { context, page, troubles } = await ready(tools, "zhengce/kuayu-2023.html", { before });
    await start(page);
    await asked(page, 1);
    const title = await page.locator("h1").textContent();
    troubles.push(...differ("the focus", await page.evaluate(() => document.activeElement.textContent), "暂停"));
    troubles.push(...differ("marked", await marked(page), title.trim()));
    await end(page);
    await asked(page, 2);
    if ((await marked(page)) === title.trim()) troubles.push("the mark does not move");
    const second = await last(page);
    await page.keyboard.press("Space");
    troubles.push(...differ("paused", await page.evaluate(() => document.activeElement.textContent), "继续"));
    await page.evaluate(() => window.spoken[1].onend());
    troubles.push(...differ("nothing more while paused", await page.evaluate(() => window.spoken.length), 2));
    await page.keyboard.press("Space");
    await asked(page, 3);
    troubles.push(...differ("goes on where it was", await last(page), second));
    await page.keyboard.press("ArrowRight");
    await asked(page, 4);
    await page.keyboard.press("ArrowLeft");
    await asked(page, 5);
    troubles.push(...differ("back again", await last(page), second));
    troubles.push(...differ("axe while it reads", await tools.axe(page), []));
    await page.locator("p", { hasText: "第三条" }).click();
    await asked(page, 6);
    if (!(await last(page)).startsWith("第三条")) troubles.push(`a click leads to ${await last(page)}`);
    await page.evaluate(() => document.querySelector("article").click());
    await page.waitForTimeout(50);
    troubles.push(...differ("a click beside the text leads nowhere", await page.evaluate(() => window.spoken.length), 6));
    await press(page, "上一句");
    await asked(page, 7);
    await page.keyboard.press("Escape");
    const left = await page.evaluate(() => [document.querySelectorAll(".aloud, .aloud-here").length, CSS.highlights ? CSS.highlights.has("aloud") : false]);
    troubles.push(...differ("stopped", left, [0, false]));
    troubles.push(...differ("the focus is back", await page.evaluate(() => document.activeElement.textContent), "朗读本页"));
    tools.check(`朗读: controls, marked by ${way}`, troubles);
    await context.close();
  }
}

/** Begins at what is selected; stops when the page is left; a lost sentence is passed over; no voice is told. */
async function checkEdges(tools) {
  const { context, page, troubles } = await ready(tools, "zhengce/kuayu-2023.html");
  await page.evaluate(() => {
    const text = [...document.querySelectorAll("main p")].find((one) => one.textContent.includes("第五条"));
    getSelection().selectAllChildren(text);
  });
  await start(page);
  await asked(page, 1);
  if (!(await last(page)).startsWith("第五条")) troubles.push(`begins at ${await last(page)}`);
  const before = await page.evaluate(() => Number(sessionStorage.cancelled));
  await page.goto(`${tools.base}index.html`);
  const after = await page.evaluate(() => Number(sessionStorage.cancelled));
  if (after <= before) troubles.push("goes on when the page is left");
  tools.check("朗读: from the selection, to the end of the page", troubles);
  await context.close();

  const lost = await ready(tools, "zhengce/kuayu-2023.html");
  await lost.page.clock.install();
  await start(lost.page);
  await asked(lost.page, 1);
  await lost.page.clock.runFor(60000);
  const said = await lost.page.evaluate(() => window.spoken.length);
  tools.check("朗读: a sentence whose end is lost is passed over", said > 1 ? lost.troubles : [...lost.troubles, `${said} sentences`]);
  await lost.context.close();

  const broken = await ready(tools, "zhengce/kuayu-2023.html");
  const fail = () => broken.page.evaluate(() => window.spoken[window.spoken.length - 1].onerror({ error: "network" }));
  await start(broken.page);
  await asked(broken.page, 1);
  await fail();
  await asked(broken.page, 2);
  await end(broken.page);
  await asked(broken.page, 3);
  await fail();
  await asked(broken.page, 4);
  const first = await broken.page.evaluate(() => window.spoken[2].text);
  await fail();
  broken.troubles.push(...differ("told", await broken.page.locator(".note").textContent(), "朗读中断了，请检查网络再按“继续”"));
  broken.troubles.push(...differ("stands", await broken.page.evaluate(() => window.spoken.length), 4));
  await press(broken.page, "继续");
  await asked(broken.page, 5);
  broken.troubles.push(...differ("goes on with the first that failed", await last(broken.page), first));
  tools.check("朗读: two sentences in a row that fail make a pause", broken.troubles);
  await broken.context.close();

  for (const voices of [[], [VOICES[0]]]) {
    const mute = await ready(tools, "zhengce/kuayu-2023.html", { voices });
    await start(mute.page);
    await mute.page.waitForFunction(() => document.querySelector(".note").textContent.includes("没有中文语音"), null, { timeout: 4000 })
      .catch(() => mute.troubles.push("not told"));
    mute.troubles.push(...differ("no controls", await mute.page.locator(".aloud").count(), 0));
    tools.check(`朗读: without a voice, of ${voices.length}`, mute.troubles);
    await mute.context.close();
  }
}

/** On a telephone with the largest text the controls stay within the window. */
async function checkNarrow(tools) {
  const { context, page, troubles } = await ready(tools, "zhengce/kuayu-2023.html", {
    width: 320,
    before: () => {
      localStorage.gongkaiAccess = JSON.stringify({ size: "xxl" });
    },
  });
  await start(page);
  await asked(page, 1);
  troubles.push(...(await tools.overflow(page)));
  await page.screenshot({ path: `${tools.shots}/朗读-320.png` });
  tools.check("朗读: at 320 px with the largest text", troubles);
  await context.close();
}

/** The checks of reading aloud. @param tools what `run.mjs` hands over */
export async function checkAloud(tools) {
  await checkOrder(tools);
  await checkTable(tools);
  await checkControls(tools);
  await checkEdges(tools);
  await checkNarrow(tools);
}
