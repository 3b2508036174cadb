// Looks at the demonstration portal in a real Chromium, as its readers do: wide and narrow, light
// and dark, under a sub-path and from a folder, with scripts and without.
//
//   node run.mjs [OPTIONS]          builds with target/debug/gongkai, or with the program that GONGKAI names
//   node run.mjs [OPTIONS] FOLDER   looks at a portal that was built before
//
//   --only=NAME,NAME   only these parts; `--only=help` lists them
//   --rewrite          keeps what the keyboard and the accessibility tree say now, in golden/
//   --shots            full screenshots of every sort of page in every mode
//
// Closes with `N passed, N failed`. Screenshots lie in the folder that the first line names.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { checkAccessTrouble } from "./access-trouble.mjs";
import { checkAccess } from "./access.mjs";
import { checkAloud } from "./aloud.mjs";
import { checkAria } from "./aria.mjs";
import { checkBudgets } from "./budget.mjs";
import { checkAll, checkFolder } from "./everywhere.mjs";
import { checkComponents } from "./components.mjs";
import { checkFiles, listFiles } from "./files.mjs";
import { checkKeyboard } from "./keyboard.mjs";
import { checkLists } from "./lists.mjs";
import { checkLooks } from "./look.mjs";
import { checkFilter } from "./filter.mjs";
import { checkHant } from "./hant.mjs";
import { checkHours } from "./hours.mjs";
import { axe, open, overflow, pictures } from "./page.mjs";
import { checkPaper } from "./paper.mjs";
import { checkPreviewBar } from "./preview-bar.mjs";
import { checkPreviewCalm } from "./preview-calm.mjs";
import { checkPreviewTrouble } from "./preview-trouble.mjs";
import { checkPreview } from "./preview.mjs";
import { checkSearchBox } from "./search-box.mjs";
import { checkSearchReal } from "./search-real.mjs";
import { checkSearchTrouble } from "./search-trouble.mjs";
import { checkSearchPage } from "./search.mjs";
import { serve } from "./server.mjs";
import { checkValidity } from "./validity.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const AS_OF = "2026-11-01";
const PREFIX = "/bumen/xxgk/";

/** The parts of the programme, in the order in which they run. */
const PARTS = {
  files: ({ folder, files, check }) => {
    for (const [name, troubles] of checkFiles(folder, files)) check(name, troubles);
  },
  validity: checkValidity,
  budgets: checkBudgets,
  looks: checkLooks,
  all: checkAll,
  folder: checkFolder,
  lists: checkLists,
  keyboard: checkKeyboard,
  aria: checkAria,
  components: checkComponents,
  paper: checkPaper,
  access: checkAccess,
  "access-trouble": checkAccessTrouble,
  aloud: checkAloud,
  filter: checkFilter,
  hours: checkHours,
  hant: checkHant,
  search: checkSearchPage,
  "search-trouble": checkSearchTrouble,
  "search-box": checkSearchBox,
  "search-real": checkSearchReal,
  preview: checkPreview,
  "preview-calm": checkPreviewCalm,
  "preview-trouble": checkPreviewTrouble,
  "preview-bar": checkPreviewBar,
};

const options = { only: { type: "string" }, rewrite: { type: "boolean" }, shots: { type: "boolean" } };
const { values: given, positionals } = parseArgs({ options, allowPositionals: true });
const wanted = given.only === undefined ? Object.keys(PARTS) : given.only.split(",");
if (wanted.some((name) => !(name in PARTS))) {
  console.log(`parts: ${Object.keys(PARTS).join(" ")}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;

/** Counts one check; `troubles` are what speaks against it. */
function check(name, troubles) {
  if (troubles.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`FAIL ${name}`);
  for (const trouble of troubles.slice(0, 12)) console.log(`     ${trouble}`);
}

/** Builds into a folder, for the address under which it will stand: 404.html names it in full. */
function build(out, address) {
  const program = process.env.GONGKAI ?? join(root, "target/debug/gongkai");
  const options = ["-r", root, "-o", out, "-u", address, "--as-of", AS_OF];
  execFileSync(program, ["build", ...options], { stdio: "inherit" });
}

const shots = mkdtempSync(join(tmpdir(), "gongkai-shots-"));
console.log(`screenshots: ${shots}`);
const folder = positionals[0] ?? join(mkdtempSync(join(tmpdir(), "gongkai-portal-")), "site");
const server = await serve(folder, PREFIX);
if (positionals.length === 0) build(folder, server.base);
const files = listFiles(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const tools = { browser, base: server.base, folder, files, shots, allShots: given.shots, rewrite: given.rewrite, check, open, axe, overflow, pictures };
try {
  for (const name of wanted) {
    const began = Date.now();
    await Promise.resolve(PARTS[name](tools)).catch((error) => check(name, [error.stack]));
    console.log(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
} finally {
  await browser.close();
  server.close();
  if (positionals.length === 0) rmSync(dirname(folder), { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
