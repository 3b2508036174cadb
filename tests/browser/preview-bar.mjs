// What the bar of the preview says of a page, and that everybody can use it.

import { differ, judge, runParts, visit } from "./preview-portal.mjs";

const SOURCE = "content/zhengce/kuayu-2023.md";

/** What the bar says: the line, and the unfolded table. */
const said = (page) =>
  page.evaluate(() => {
    const root = document.querySelector("gongkai-preview").shadowRoot;
    const rows = {};
    for (const name of root.querySelectorAll("dt")) rows[name.textContent] = name.nextElementSibling.textContent;
    const text = (selector) => root.querySelector(selector)?.textContent ?? null;
    return { chip: text(".chip"), counts: text(".counts"), rows, withheld: text(".withheld summary") };
  });

/** An item, a list, a withdrawn item, an item with blank fields and findings. */
async function checkContent(tools, preview) {
  const look = async (path) => {
    const { page, troubles, context } = await visit(tools, preview, path);
    await page.waitForFunction(() => document.querySelector("gongkai-preview").shadowRoot.querySelector(".withheld"));
    const bar = await said(page);
    await context.close();
    return { bar, troubles };
  };
  const item = await look("zhengce/kuayu-2023.html");
  const { bar } = item;
  tools.check("预览: the bar of an item", [
    ...item.troubles,
    ...differ("chip", bar.chip, "主动公开"),
    ...differ("counts", bar.counts, "本页没有问题"),
    ...differ("source", bar.rows["源文件"], `${SOURCE}复制路径`),
    ...differ("words", bar.rows["字数"], "391 字"),
    ...differ("blank", bar.rows["未填的字段"], "没有"),
    ...differ("withheld", bar.withheld, "全站未公开 7 条"),
  ]);
  const list = await look("zhengce/index.html");
  tools.check("预览: the bar of a list", [
    ...list.troubles,
    ...differ("chip", list.bar.chip, "栏目"),
    ...differ("source", list.bar.rows["源文件"], "content/zhengce/_index.md复制路径"),
    ...differ("words", list.bar.rows["字数"], undefined),
  ]);
  const stone = await look("tongzhi/mingdan-2024.html");
  tools.check("预览: the bar of a withdrawn item", [
    ...stone.troubles,
    ...differ("chip", stone.bar.chip, "已撤回"),
    ...(stone.bar.rows["状态"].startsWith("已撤回：20") ? [] : [`status: ${stone.bar.rows["状态"]}`]),
  ]);
}

/** Blank fields and findings appear with the edit that makes them. */
async function checkFindings(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, "zhengce/kuayu-2023.html");
  const good = preview.read(SOURCE);
  preview.write(SOURCE, good.replace(/成文日期: .*\n/, "").replace(/关键词: .*\n/, ""));
  const counts = page.locator("gongkai-preview .counts");
  await counts.filter({ hasText: "本页警告 1 处" }).waitFor({ timeout: 5000 }).catch(() => {});
  const bar = await said(page);
  troubles.push(...differ("counts", bar.counts, "本页警告 1 处 · 全站警告 1 处"));
  troubles.push(...differ("blank", bar.rows["未填的字段"], "依规应填：成文日期建议填写：关键词"));
  await page.getByRole("button", { name: "详情" }).click();
  const card = page.locator("gongkai-preview .panel .finding");
  if (!(await card.textContent()).includes("没有写「成文日期」")) troubles.push(`the card says ${await card.textContent()}`);
  preview.write(SOURCE, good);
  await counts.filter({ hasText: "没有问题" }).waitFor({ timeout: 5000 });
  tools.check("预览: findings of a page", troubles);
  await context.close();
}

/** Every file that is not published is named with its reason; its words are nowhere. */
async function checkWithheld(tools, preview) {
  const { page, troubles, context } = await visit(tools, preview, "index.html");
  await page.getByRole("button", { name: "详情" }).click();
  await page.locator("gongkai-preview .withheld summary").click();
  const rows = await page.locator("gongkai-preview .withheld li").allTextContents();
  for (const wanted of ["content/tongzhi/diaocha-2027.md 定于 2027-01-04 公开", "content/zhengce/pingjia-caogao.md 草稿", "content/zhengce/huishang-jilu.yaml 不予公开", "content/tongzhi/mingdan-2024.md 已撤回"]) {
    if (!rows.some((row) => row.startsWith(wanted))) troubles.push(`${wanted} is not in ${rows.join(" | ")}`);
  }
  // A mistake in a file that is withheld on purpose is told without its words.
  const draft = "content/zhengce/huishang-jilu.yaml";
  const good = preview.read(draft);
  preview.write(draft, `${good}\n密而不宣的字段: 密而不宣的话\n`);
  await page.locator("gongkai-preview .withheld li", { hasText: "1 条检查结果见终端" }).waitFor({ timeout: 5000 }).catch(() => troubles.push("the mistake is not counted"));
  const stream = await page.evaluate(async () => {
    const answer = await fetch("/__gongkai/events");
    const { value } = await answer.body.getReader().read();
    return new TextDecoder().decode(value);
  });
  if (!stream.includes("huishang-jilu")) troubles.push("the stream has no state");
  if (/密而不宣/.test(stream) || (await page.content()).includes("密而不宣")) troubles.push("the words of a withheld file are told");
  preview.write(draft, good);
  tools.check("预览: what is withheld is named, not told", troubles);
  await context.close();
}

/** Bar and overlay for everybody: light and dark, wide and narrow, by keyboard, above nothing. */
async function checkAccess(tools, preview) {
  const good = preview.read(SOURCE);
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const { page, troubles, context } = await visit(tools, preview, "zhengce/kuayu-2023.html", { colorScheme, viewport: { width, height: 844 } });
      await judge(tools, page, troubles);
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      const covered = await page.evaluate(() => {
        const end = document.querySelector("footer").getBoundingClientRect().bottom;
        return end - document.querySelector("gongkai-preview").shadowRoot.querySelector(".frame").getBoundingClientRect().top;
      });
      if (covered > 1) troubles.push(`the bar covers ${covered} px of the page's end`);
      const more = page.locator("gongkai-preview button[aria-expanded]");
      await more.focus();
      await page.keyboard.press("Enter");
      await page.locator("gongkai-preview .withheld summary").click();
      await judge(tools, page, troubles);
      preview.write(SOURCE, good.replace("成文日期: 2023-06-16", "成文日期: 2023年6月16日").replace("文种: 通知", "文重: 通知"));
      await page.locator("gongkai-preview .trouble").waitFor({ state: "visible", timeout: 5000 });
      await judge(tools, page, troubles);
      preview.write(SOURCE, good);
      await page.locator("gongkai-preview .trouble").waitFor({ state: "hidden", timeout: 5000 });
      tools.check(`预览: bar and errors ${width} ${colorScheme}`, troubles);
      await context.close();
    }
  }
}

/** The checks of the bar. @param tools what `run.mjs` hands over */
export async function checkPreviewBar(tools) {
  await runParts(tools, [checkContent, checkFindings, checkWithheld, checkAccess]);
}
