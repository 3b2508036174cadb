// The keyboard alone, on each sort of page: every stop of Tab is seen and not covered, the order is that of the page, the way
// leads out again, and the first stop skips to the text. The order of stops is kept in `golden/keyboard/`.

import { differs, plain } from "./golden.mjs";
import { atOnce } from "./look.mjs";
import { pagesOf } from "./sorts.mjs";

const MOST_STOPS = 600;

/** Puts into the page what tells of the element that has the focus. */
function watchFocus() {
  const INTERACTIVE = "a[href], button, input, select, textarea, summary, [tabindex]";
  const PARTS = "nav, aside, main, header, footer, form, section";
  const paint = (node) => {
    const style = getComputedStyle(node);
    const border = style.borderStyle.includes("none") ? "" : style.borderColor;
    return [style.outlineStyle === "none" ? "" : style.outline, style.backgroundColor, style.boxShadow, border].join();
  };
  // How everything looks while nothing has the focus, to tell whether the focus shows.
  const rest = new Map([...document.querySelectorAll(INTERACTIVE)].map((node) => [node, paint(node)]));
  let before;

  const seen = (node) => {
    const own = paint(node) !== rest.get(node);
    const around = node.parentElement.matches(":focus-within") && getComputedStyle(node.parentElement).outlineStyle !== "none";
    return own || around;
  };

  /** Whether another element lies over every line of the stop. */
  const covered = (node) => {
    const boxes = [...node.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    return !boxes.some((box) => {
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const top = document.elementFromPoint(x, y);
      return top !== null && (node.contains(top) || [...(node.labels ?? [])].some((label) => label.contains(top)));
    });
  };

  const name = (node) => {
    const words = node.getAttribute("aria-label") ?? (node.matches("input, select, textarea") ? node.labels?.[0]?.textContent : node.textContent);
    return (words ?? node.getAttribute("title") ?? "").replace(/\s+/g, " ").trim().slice(0, 60);
  };

  const kind = (node) => node.getAttribute("role") ?? { a: "link", summary: "disclosure" }[node.localName] ?? (node.localName === "input" ? node.type : node.localName);

  /** What speaks against the stop, given the one before it. */
  const faults = (node) => {
    const found = [];
    const box = node.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) found.push("has no size");
    else if (box.bottom <= 0 || box.top >= innerHeight) found.push("is not scrolled to");
    else if (covered(node)) found.push("is covered");
    if (!seen(node)) found.push("does not show the focus");
    if (node.tabIndex > 0) found.push("has a tabindex of its own");
    if (name(node) === "") found.push("has no name");
    if (kind(node) === "div" || kind(node) === "span") found.push("has no role");
    if (before?.isConnected && !(before.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)) found.push("comes before the last in the page");
    if (before?.isConnected && back(before, node)) found.push("lies above and left of the last");
    return found;
  };

  /** Whether the eye has to go back inside one part of the page: up, and not into a new column. Parts may stand in any order. */
  const back = (last, node) => {
    const [one, two] = [last.getBoundingClientRect(), node.getBoundingClientRect()];
    return last.closest(PARTS) === node.closest(PARTS) && two.bottom <= one.top - 1 && two.right <= one.left;
  };

  globalThis.stop = () => {
    const node = document.activeElement;
    if (node === null || node === document.body || node === document.documentElement) return undefined;
    const result = { line: `${kind(node)} ${JSON.stringify(name(node))}`, faults: faults(node) };
    before = node;
    return result;
  };
}

/** Presses Tab until the focus leaves the page. */
async function walk(page) {
  await page.evaluate(watchFocus);
  const lines = [];
  const troubles = [];
  for (let count = 0; count < MOST_STOPS; count += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => globalThis.stop());
    if (stop === undefined) return { lines, troubles };
    lines.push(stop.line);
    troubles.push(...stop.faults.map((fault) => `stop ${lines.length}, ${stop.line}: ${fault}`));
  }
  return { lines, troubles: [...troubles, `no way out after ${MOST_STOPS} stops`] };
}

/** The first stop leads to the text, and the next one is in it or behind it. */
async function skip(page) {
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inText = page.evaluate(() => {
    const [main, node] = [document.querySelector("main"), document.activeElement];
    const after = main.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    return location.hash === "#main" && (after || node === document.body) ? [] : ["the first stop does not skip to the text"];
  });
  // A stop that is no way to the text may have led to another page meanwhile.
  return inText.catch(() => ["the first stop leads to another page"]);
}

/** @param tools what `run.mjs` hands over */
export async function checkKeyboard(tools) {
  const sorts = pagesOf(tools.files).filter((sort) => sort.page !== undefined);
  await atOnce(sorts, async ({ name, file, page: path }) => {
    // A context of its own, since only one page of a context has the focus.
    const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page, troubles } = await tools.open(context, tools.base + path, tools.base);
    const walked = await walk(page);
    troubles.push(...walked.troubles, ...differs(`keyboard/${file}.txt`, plain(walked.lines.join("\n"), tools.base), tools.rewrite));
    await page.goto(tools.base + path);
    troubles.push(...(await skip(page)));
    tools.check(`${name}: by keyboard, ${walked.lines.length} stops`, troubles);
    await context.close();
  });
}
