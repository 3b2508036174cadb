// What the preview shows of errors: over the last good page, in the words of the terminal, until they are mended.

import { execFileSync } from "node:child_process";
import { differ, isSame, judge, runParts, startPreview, visit, waitForText } from "./preview-portal.mjs";

const ITEM = "zhengce/kuayu-2023.html";
const SOURCE = "content/zhengce/kuayu-2023.md";
const DATE = "成文日期: 2023-06-16";

const overlay = (page) => page.locator("gongkai-preview .trouble");
const shown = (page) => overlay(page).waitFor({ state: "visible", timeout: 5000 });
const gone = (page) => overlay(page).waitFor({ state: "hidden", timeout: 5000 });

/** What `gongkai build --format json` says of the same files. */
function told(preview) {
  const program = process.env.GONGKAI ?? new URL("../../target/debug/gongkai", import.meta.url).pathname;
  const options = ["build", "-r", preview.folder, "-o", `${preview.folder}/out`, "--as-of", "2026-11-01", "--format", "json"];
  try {
    execFileSync(program, options, { stdio: ["ignore", "pipe", "ignore"] });
    return [];
  } catch (error) {
    return String(error.stdout).trim().split("\n").map((line) => JSON.parse(line));
  }
}

/** What the cards say, as the findings of JSON say it. */
const cards = (page) =>
  overlay(page).locator(".scroll > ol > li").evaluateAll((all) =>
    all.map((card) => ({
      message: [...card.querySelector(".message").childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim(),
      place: card.querySelector(".place").textContent,
      lines: [...card.querySelectorAll(".line code")].map((line) => line.textContent.replaceAll("\u200b", "")),
      marked: [...card.querySelectorAll("mark")].map((mark) => mark.textContent.replaceAll("\u200b", "")),
      hints: [...card.querySelectorAll(":scope > .advice")].map((hint) => hint.textContent.replace(/^改法 /, "")),
      mended: card.querySelector(".mended code")?.textContent,
    })),
  );

const expected = (finding) => ({
  message: finding.message,
  place: finding.line ? `${finding.path}:${finding.line}:${finding.column}` : finding.path,
  lines: (finding.excerpt ?? []).map((line) => line.before + line.marked + line.after),
  marked: (finding.excerpt ?? []).map((line) => line.marked),
  hints: finding.hints,
  mended: finding.mended,
});

/** One error: the page stays, the overlay says what the terminal says, and goes when it is mended. */
async function checkOne(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  preview.edit(SOURCE, DATE, "成文日期: 2023年6月16日");
  await shown(page);
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  const [card] = await cards(page);
  troubles.push(...differ("the card", card, {
    message: "「2023年6月16日」不是日期的规定写法，应写成「2023-12-12」",
    place: `${SOURCE}:8:7`,
    lines: ["成文日期: 2023年6月16日"],
    marked: ["2023年6月16日"],
    hints: ["改为「2023-06-16」"],
    mended: "成文日期: 2023-06-16",
  }));
  troubles.push(...differ("heading", await overlay(page).locator("h2").textContent(), "有 1 处错误"));
  const link = await overlay(page).locator("a.place").getAttribute("href");
  troubles.push(...differ("the editor's link", link, `vscode://file${preview.folder}/${SOURCE}:8:7`));
  if (!(await page.locator("main").textContent()).includes("全程网办")) troubles.push("the last good page is gone");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await overlay(page).getByRole("button", { name: "复制这一行" }).click();
  await overlay(page).getByRole("button", { name: "已复制" }).waitFor();
  troubles.push(...differ("copied", await page.evaluate(() => navigator.clipboard.readText()), "成文日期: 2023-06-16"));
  preview.edit(SOURCE, "成文日期: 2023年6月16日", DATE);
  await gone(page);
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  tools.check("预览: one error", troubles);
  await context.close();
}

/** All errors are listed, as the terminal and JSON list them. */
async function checkAll(tools, preview) {
  const good = preview.read(SOURCE);
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  const bad = good
    .replace(DATE, "成文日期: 2023.6.16")
    .replace("〔2023〕7号", "[2023]07号")
    .replace("文种: 通知", "文种: 通吿\n签法人: 张某\n<script>alert(1)</script>: 一\n甲乙丙丁: \"<img src=x onerror=alert(1)>\"\n排序: 一");
  preview.write(SOURCE, bad);
  await shown(page);
  const findings = told(preview).filter((finding) => finding.severity === "error");
  if (findings.length < 6) troubles.push(`only ${findings.length} errors were planted`);
  await page.waitForFunction((count) => document.querySelector("gongkai-preview").shadowRoot.querySelectorAll(".trouble .scroll > ol > li").length === count, findings.length, { timeout: 5000 });
  troubles.push(...differ("all cards", await cards(page), findings.map(expected)));
  const planted = await page.evaluate(() => document.querySelector("gongkai-preview").shadowRoot.querySelectorAll(".frame script, .frame img").length);
  troubles.push(...differ("elements made of findings", planted, 0));
  tools.check("预览: all errors, as text", troubles);
  preview.write(SOURCE, good);
  await gone(page);
  await context.close();
}

/** Esc and the button close it; focus goes back; only a new error opens it again. */
async function checkClosing(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  const focus = () => page.evaluate(() => {
    const active = document.activeElement;
    return active.shadowRoot?.activeElement?.textContent ?? active.nodeName;
  });
  preview.edit(SOURCE, DATE, "成文日期: 二〇二三年");
  await shown(page);
  troubles.push(...differ("the focus", await focus(), "有 1 处错误"));
  await page.keyboard.press("Escape");
  await gone(page);
  const alarm = page.locator("gongkai-preview .alarm");
  troubles.push(...differ("the focus afterwards", await focus(), "1 处错误"));
  troubles.push(...differ("the bar says", await alarm.textContent(), "1 处错误"));
  await page.getByRole("button", { name: "详情" }).click();
  await alarm.click();
  await shown(page);
  const panel = page.locator("gongkai-preview .panel");
  if (await panel.isVisible()) troubles.push("bar and errors leave nothing of the page");
  await overlay(page).locator(".close").click();
  await gone(page);
  if (!(await panel.isVisible())) troubles.push("the bar is not unfolded as it was");
  await page.getByRole("button", { name: "收起" }).click();
  preview.write(SOURCE, `${preview.read(SOURCE)}\n`);
  await page.waitForTimeout(600);
  if (await overlay(page).isVisible()) troubles.push("the same error comes back");
  await page.locator("header input").first().focus();
  preview.edit(SOURCE, "成文日期: 二〇二三年", "成文日期: 二〇二四年");
  await shown(page);
  troubles.push(...differ("who types goes on", await focus(), "INPUT"));
  preview.edit(SOURCE, "成文日期: 二〇二四年", DATE);
  await gone(page);
  tools.check("预览: closing errors", troubles);
  await context.close();
}

/** A file that is written in two steps never blanks the page. */
async function checkHalf(tools, preview) {
  const good = preview.read(SOURCE);
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  await page.evaluate(() => {
    window.least = Infinity;
    const look = () => {
      window.least = Math.min(window.least, document.querySelector("main").textContent.length);
      requestAnimationFrame(look);
    };
    look();
  });
  const whole = await page.evaluate(() => document.querySelector("main").textContent.length);
  for (const [part, pause] of [["", 300], [good.slice(0, 100), 300], [good.slice(0, 700), 60], ["", 30]]) {
    preview.write(SOURCE, part);
    await page.waitForTimeout(pause);
    preview.write(SOURCE, `${good}\n停了 ${pause} 毫秒 ${part.length}\n`);
    await waitForText(page, `停了 ${pause} 毫秒 ${part.length}`);
  }
  preview.write(SOURCE, good);
  const least = await page.evaluate(() => window.least);
  // Cut within its body the file is a good one, and shorter.
  if (least < whole * 0.7) troubles.push(`only ${least} of ${whole} characters were there`);
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  tools.check("预览: a half-written file", troubles);
  await context.close();
}

/** A template that fails: the page stays, and its error is told. */
async function checkTemplate(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, ITEM);
  const template = "themes/gongkai/templates/page.html";
  const good = preview.read(template);
  preview.write(template, good.replace("{% block content %}", "{% block content %}{{ nichts.da }}"));
  await shown(page);
  if (!(await page.locator("main").textContent()).includes("全程网办")) troubles.push("the last good page is gone");
  if ((await cards(page)).length === 0) troubles.push("no error is told");
  await page.keyboard.press("Escape");
  await gone(page);
  const alarm = page.locator("gongkai-preview .alarm");
  if (!(await alarm.isVisible())) troubles.push("a closed error leaves no sign");
  else troubles.push(...differ("the bar says", await alarm.textContent(), "1 处错误"));
  // Another error joins it, and is told beside it.
  preview.edit(SOURCE, DATE, "成文日期: 二〇二三年");
  await shown(page);
  troubles.push(...differ("both", (await cards(page)).map((card) => card.place.replace(/:.*/, "")).sort(), [SOURCE, "templates"]));
  preview.edit(SOURCE, "成文日期: 二〇二三年", DATE);
  preview.write(template, good);
  await gone(page);
  if (!(await isSame(page))) troubles.push("the page was loaded again");
  const calm = troubles.filter((trouble) => !/500/.test(trouble));
  tools.check("预览: a template that fails", calm);
  await context.close();
}

/** Where there was never a good page, the errors are the page, until there is one. */
async function checkNever(tools) {
  let good = "";
  const preview = await startPreview(({ read, write }) => {
    good = read("config.toml");
    write("config.toml", `${good}\n[broken\n`);
  });
  try {
    const { page, troubles, context } = await visit(tools, preview, ITEM);
    await shown(page);
    await overlay(page).locator("a.place").waitFor({ timeout: 5000 });
    const box = await overlay(page).boundingBox();
    if (box.height < 700) troubles.push(`the errors take ${box.height} px only`);
    troubles.push(...differ("place", (await cards(page)).map((card) => card.place.replace(/:.*/, "")), ["config.toml"]));
    await page.keyboard.press("Escape");
    if (!(await overlay(page).isVisible())) troubles.push("Esc leaves an empty page");
    await judge(tools, page, troubles);
    preview.write("config.toml", good);
    await page.waitForSelector("h1:has-text('跨域通办')", { timeout: 5000 });
    const calm = troubles.filter((trouble) => !/500/.test(trouble));
    tools.check("预览: never a good page", calm);
    await context.close();
  } finally {
    preview.stop();
  }
}

/** The checks of errors. @param tools what `run.mjs` hands over */
export async function checkPreviewTrouble(tools) {
  await runParts(tools, [checkOne, checkAll, checkClosing, checkHalf, checkTemplate]);
  await checkNever(tools).catch((error) => tools.check("预览: checkNever", [error.message]));
}
