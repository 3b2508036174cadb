// Lighthouse on the kinds of pages that are opened most: 100 in performance, accessibility, best practices and search
// engines, on a slow telephone as Lighthouse simulates it. The search page is left out, since engines are not to index it.
// For `tests/deep.sh`, since Lighthouse is installed for this only.
//
//   node tests/browser/lighthouse.mjs TOOLS
//
// TOOLS is a folder in which lighthouse is installed; GONGKAI names the program, CHROMIUM the browser. A demonstration asks
// search engines to stay away, which costs its points; so what is measured is a copy that is none.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "./server.mjs";

const PAGES = {
  首页: "index.html",
  栏目: "zhengce/index.html",
  政策文件: "zhengce/kuayu-2023.html",
  中介服务事项: "zhongjie/qingdan-2026.html",
  机构职能: "jigou/zhuyao.html",
};
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const PARTS = ["config.toml", "disclosure.yaml", "content", "themes"];

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = resolve(process.env.GONGKAI ?? join(root, "target/release/gongkai"));
const lighthouse = join(resolve(process.argv[2]), "node_modules/lighthouse/cli/index.js");
const work = mkdtempSync(join(tmpdir(), "gongkai-lighthouse-"));

/** The demonstration without the mark that it is one. */
function copy() {
  const portal = join(work, "portal");
  for (const part of PARTS) cpSync(join(root, part), join(portal, part), { recursive: true });
  const file = join(portal, "disclosure.yaml");
  const text = readFileSync(file, "utf8");
  const real = text.replace(/^演示: true$/m, "演示: false");
  if (real === text) throw new Error("disclosure.yaml no longer says 演示: true");
  writeFileSync(file, real);
  return portal;
}

/** The report of one page. */
async function judge(url) {
  const flags = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage";
  const only = `--only-categories=${CATEGORIES.join(",")}`;
  const options = [lighthouse, url, "--quiet", "--output=json", only, `--chrome-flags=${flags}`];
  const env = { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? "/usr/bin/chromium" };
  const child = spawn(process.execPath, options, { env, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  return JSON.parse(text);
}

/** What costs points, one line each. */
function costs(report, category) {
  const audits = category.auditRefs.filter((one) => one.weight > 0).map((one) => report.audits[one.id]);
  return audits.filter((audit) => audit.score !== null && audit.score < 1).map((audit) => `${audit.title} ${audit.displayValue ?? ""}`);
}

const folder = join(work, "site");
const server = await serve(folder, "/zw/xxgk/");
const options = ["build", "-r", copy(), "-o", folder, "-u", server.base, "--as-of", "2026-11-01"];
execFileSync(program, options, { stdio: "inherit" });
let passed = 0;
let failed = 0;
console.log(`| page | ${CATEGORIES.join(" | ")} |`);
for (const [name, path] of Object.entries(PAGES)) {
  const report = await judge(server.base + path);
  const found = CATEGORIES.map((id) => report.categories[id]);
  console.log(`| ${name} | ${found.map((category) => Math.round(category.score * 100)).join(" | ")} |`);
  for (const category of found) {
    if (category.score === 1) passed += 1;
    else {
      failed += 1;
      for (const cost of costs(report, category)) console.log(`FAIL ${name}, ${category.title}: ${cost}`);
    }
  }
}
server.close();
rmSync(work, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
