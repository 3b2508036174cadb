// A running preview of a copy of the demonstration portal, and an officer who edits its files.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PARTS = ["config.toml", "disclosure.yaml", "content", "themes"];

/** Waits until the program says where it answers. */
function address(program) {
  return new Promise((ready, refuse) => {
    let said = "";
    program.stderr.on("data", (bytes) => {
      said += bytes;
      const found = /预览地址 (http:\/\/\S+) /.exec(said);
      if (found) ready(found[1]);
    });
    program.on("exit", (code) => refuse(new Error(`the preview ended with ${code}: ${said}`)));
  });
}

/** Starts a preview; `prepare` may change the copy before. */
export async function startPreview(prepare = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), "gongkai-preview-"));
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
  const read = (path) => readFileSync(join(folder, path), "utf8");
  const write = (path, text) => writeFileSync(join(folder, path), text);
  prepare({ read, write });
  const program = spawn(process.env.GONGKAI ?? join(root, "target/debug/gongkai"), [
    "serve", "-r", folder, "-p", "0", "--as-of", "2026-11-01",
  ], { stdio: ["ignore", "ignore", "pipe"] });
  const base = await address(program);
  const edit = (path, from, to) => {
    const old = read(path);
    if (!old.includes(from)) throw new Error(`${path} has no ${from}`);
    write(path, old.replace(from, to));
  };
  const stop = () => {
    program.removeAllListeners("exit");
    program.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  return { base, folder, read, write, edit, stop };
}

/** Runs checks one after the other on one preview; one that throws has failed. */
export async function runParts(tools, parts) {
  const preview = await startPreview();
  try {
    for (const part of parts) await part(tools, preview).catch((error) => tools.check(`预览: ${part.name}`, [error.message]));
  } finally {
    preview.stop();
  }
}

/** A page of the preview, with everything that went wrong on the way. */
export async function visit(tools, preview, path, options = {}) {
  const context = await tools.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`CSP: ${event.blockedURI} ${event.violatedDirective}`));
  });
  const { page, troubles } = await tools.open(context, preview.base + path, preview.base);
  await page.waitForSelector("gongkai-preview:not([hidden])", { state: "attached" });
  await page.waitForFunction(() => document.querySelector("gongkai-preview").shadowRoot.querySelector("dl"));
  // A property of the window lives as long as the page is not loaded again.
  await page.evaluate(() => (window.sameWindow = true));
  return { page, troubles, context };
}

/** What axe finds. It reads shadow trees by styles of its own, which the page's policy refuses: that is no trouble. */
export async function judge(tools, page, troubles) {
  const before = troubles.length;
  const found = await tools.axe(page);
  troubles.splice(before, Infinity, ...found.map((line) => `axe: ${line}`), ...(await tools.overflow(page)));
}

/** The troubles of one comparison. */
export const differ = (what, got, wanted) =>
  JSON.stringify(got) === JSON.stringify(wanted) ? [] : [`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`];

/** Whether the page is still the one that was visited. */
export const isSame = (page) => page.evaluate(() => window.sameWindow === true);

/** Waits until a text stands on the page itself, or is gone. */
export async function waitForText(page, text, there = true) {
  await page.waitForFunction(
    ([wanted, stands]) => document.querySelector("main").textContent.includes(wanted) === stands,
    [text, there],
    { timeout: 5000 },
  );
}
