// Filters without scripts, the page for what is not found, and what is printed on one sheet.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { differ } from "./search.mjs";

const FILTERED = "zhengce/topic-zong-he-zheng-wu.html";

/** How many pages a PDF has. */
const sheets = (bytes) => (bytes.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;

/** From a column to a value and back, by links alone. */
async function filterByHand(tools) {
  const context = await tools.browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
  const { page, troubles } = await tools.open(context, `${tools.base}zhengce/index.html`, tools.base);
  const more = page.locator(".filters");
  troubles.push(...differ("folded on a phone", await more.locator("nav").first().isVisible(), false));
  await more.locator("summary").first().click();
  const link = page.getByRole("navigation", { name: "按主题分类" }).getByRole("link", { name: /综合政务/ });
  const count = Number((await link.locator("small").innerText()).trim());
  await link.click();
  troubles.push(...differ("leads to the value", page.url(), tools.base + FILTERED));
  troubles.push(...differ("lines", await page.locator(".lines > li").count(), count));
  troubles.push(...differ("current", await page.locator(".chips [aria-current=page]").innerText(), `综合政务 ${count}`));
  await page.getByRole("link", { name: "全部", exact: true }).click();
  troubles.push(...differ("leads back", page.url(), `${tools.base}zhengce/index.html`));
  tools.check("筛选: by links alone, on a phone", troubles);
  await context.close();

  const wide = await tools.browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  const other = await wide.newPage();
  await other.goto(`${tools.base}zhengce/index.html`);
  const shown = await other.locator(".facets nav.chips:visible").count();
  tools.check("筛选: all groups are seen on a wide screen", differ("groups", shown, 4));
  await wide.close();
}

/** The words that the search box holds after a wrong address. */
async function wordsOf(tools, path, options = {}) {
  const context = await tools.browser.newContext(options);
  const page = await context.newPage();
  const body = readFileSync(join(tools.folder, "404.html"));
  await page.route("**/lost/**", (route) => route.fulfill({ status: 404, contentType: "text/html; charset=utf-8", body }));
  await page.goto(`${tools.base}lost/${path}`);
  await page.waitForLoadState("load");
  const value = await page.locator("main .box input[type=search]").inputValue();
  await context.close();
  return value;
}

async function lost(tools) {
  const cases = [
    ["kua-yu-tong-ban.html", "kua yu tong ban"],
    ["%E8%B7%A8%E5%9F%9F%E9%80%9A%E5%8A%9E/", "跨域通办"],
    ["a/index.html", "a"],
    ["%E0%A4%A.html", ""],
    [`${"x".repeat(90)}.html`, ""],
    ["%3Cimg%20src=x%20onerror=alert(1)%3E", "<img src=x onerror=alert(1)>"],
  ];
  for (const [path, wanted] of cases) {
    tools.check(`找不到: ${path.slice(0, 40)}`, differ("words", await wordsOf(tools, path), wanted));
  }
  const still = await wordsOf(tools, "kua-yu.html", { javaScriptEnabled: false });
  tools.check("找不到: without scripts the box is empty", differ("words", still, ""));
}

async function printed(tools) {
  const context = await tools.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${tools.base}shenqingbiao.html`);
  const form = await page.pdf({ preferCSSPageSize: true });
  tools.check("申请表: takes one sheet", differ("sheets", sheets(form), 1));
  const fields = await page.locator("main :is(input, textarea, select, form)").count();
  tools.check("申请表: nothing is typed into the page", differ("fields", fields, 0));
  await page.goto(`${tools.base}register/index.html`);
  const register = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const boxes = register.match(/\/MediaBox\s*\[[^\]]*\]/g) ?? [];
  const across = boxes.filter((box) => /841\.\d+ 59[45]/.test(box)).length;
  tools.check("登记册: is printed across", boxes.length > 0 && across === boxes.length ? [] : boxes);
  await context.close();
}

/** The checks of lists and pages of service. @param tools what `run.mjs` hands over */
export async function checkLists(tools) {
  await filterByHand(tools);
  await lost(tools);
  await printed(tools);
}
