// An official document on paper, as GB/T 9704 has it: 28 characters a line and 22 lines a page. The page is printed by
// Chromium and the places of its words are read back from the PDF by pdftotext (poppler).

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const PER_LINE = 28;
const PER_PAGE = 22;
/** The area of the type on A4, in points: 156 by 225 mm. */
const POINTS = 72 / 25.4;
const WIDTH = 156 * POINTS;
const HEIGHT = 225 * POINTS;

/** What is printed: an item that is set as an official document, and how the reader asks for that form. */
export const PAPERS = [{ name: "公文版式", path: "zhengce/kuayu-2023.html", area: ".official" }];

/** Text that fills the area: a paragraph long enough for three pages, in characters of which each takes a full square. */
const FILLER = "行政审批服务局依法公开政府信息".repeat(200);

/** Every line of each page: where it stands and what is in it, from the boxes of the words. */
function linesOf(xml) {
  return xml.split("<page ").slice(1).map((page) => {
    const words = [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)/g)];
    const lines = new Map();
    for (const [, left, top, right, , text] of words) {
      const key = Math.round(Number(top));
      const line = lines.get(key) ?? { top: Number(top), left: Infinity, right: 0, text: "" };
      lines.set(key, { ...line, left: Math.min(line.left, Number(left)), right: Math.max(line.right, Number(right)), text: line.text + text });
    }
    return [...lines.values()].sort((a, b) => a.top - b.top);
  });
}

/** What a page that is full of text has against it. */
function judge(lines) {
  const troubles = [];
  const text = lines.filter((line) => !/^—?\s*\d+\s*—?$/.test(line.text.trim()));
  if (text.length !== PER_PAGE) troubles.push(`${text.length} lines on a page, not ${PER_PAGE}`);
  const other = text.map((line) => [...line.text].length).filter((count) => count !== PER_LINE);
  if (other.length > 0) troubles.push(`lines of ${[...new Set(other)].join(", ")} characters, not ${PER_LINE}`);
  const wide = Math.max(...text.map((line) => line.right)) - Math.min(...text.map((line) => line.left));
  if (Math.abs(wide - WIDTH) > 3) troubles.push(`the type is ${(wide / POINTS).toFixed(1)} mm wide, not 156`);
  const step = (text.at(-1).top - text[0].top) / (text.length - 1);
  if (Math.abs(step * PER_PAGE - HEIGHT) > 3) troubles.push(`the type is ${((step * PER_PAGE) / POINTS).toFixed(1)} mm high, not 225`);
  return troubles;
}

/** @param tools what `run.mjs` hands over */
export async function checkPaper(tools) {
  for (const { name, path, area } of PAPERS) {
    const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page, troubles } = await tools.open(context, tools.base + path, tools.base);
    const found = await page.evaluate(
      ({ selector, filler }) => {
        const place = document.querySelector(selector);
        if (place === null) return false;
        const paragraph = document.createElement("p");
        paragraph.textContent = filler;
        place.replaceChildren(paragraph);
        return true;
      },
      { selector: area, filler: FILLER },
    );
    // The reader asks for the form by its button; the dialog for printing is left out.
    await page.evaluate(() => (globalThis.print = () => (globalThis.printed = true)));
    await page.click("[data-print=official]");
    await page.waitForFunction(() => globalThis.printed);
    if (!found) troubles.push(`${path} has no ${area}`);
    const pdf = join(tools.shots, `${name}.pdf`);
    writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true }));
    const pages = linesOf(execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 28 }));
    // The first page begins with the record of the item and the last is not full.
    const full = pages.slice(1, -1).filter((lines) => lines.length > 0);
    if (full.length === 0) troubles.push(`only ${pages.length} pages`);
    tools.check(`${name}: ${PER_LINE} characters a line, ${PER_PAGE} lines a page`, [...troubles, ...full.flatMap(judge)]);
    await context.close();
  }
}
