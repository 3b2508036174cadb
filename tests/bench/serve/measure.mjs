// Measures the preview from outside: from the moment before a file is written to the moment when
// the change is in the document of a real Chromium.
//
//   node measure.mjs GONGKAI PORTAL THEME [--turns 20]
//
// Prints a line of figures for each kind of edit, then cold start and memory.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../search/browser.mjs";
import { edits, save } from "./portal.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [program, portal, theme, ...rest] = process.argv.slice(2);
const turns = Number(rest[rest.indexOf("--turns") + 1] || 20);
/** How long a change may take before the measure is given up, in ms. */
const PATIENCE = 20000;

// The clock that browser and measure share, whatever sets it: each has an origin of its own for the finer one, and
// a clock that is set between the two makes every edit of a page that much slower.
const now = () => Date.now();
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A figure in MB from what the kernel tells of a process. */
const memory = (pid, name) => {
  const line = readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+)`));
  return Math.round(Number(line[1]) / 1024);
};

const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)];

function row(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const figures = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1)].map((ms) => `${Math.round(ms)} ms`);
  console.log(`| ${name} | ${figures.join(" | ")} | ${times.length} |`);
}

/** Waits until somebody listens. The browser is not made to ask: the page that it shows of each failure takes a
 * processor of the two that the program has. */
async function listening(port, since) {
  while (!(await answers(port))) {
    if (now() - since > 120000) throw new Error("nobody listens");
    await pause(2);
  }
}

const answers = (port) =>
  new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer) => () => {
      socket.destroy();
      done(answer);
    };
    socket.once("connect", end(true)).once("error", end(false));
  });

const browser = await launch();
const context = await browser.newContext({ locale: "zh-CN" });
let seen = () => {};
await context.exposeFunction("measuredSeen", (moment) => seen(moment));
await context.addInitScript(readFileSync(join(here, "watch.js"), "utf8"));

/** Makes a change and waits until the page shows it; the milliseconds that took. */
async function until(page, change) {
  const shown = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`never seen: ${JSON.stringify(change.shown)}`)), PATIENCE);
    seen = (moment) => {
      clearTimeout(late);
      resolve(moment);
    };
  });
  await page.evaluate((want) => sessionStorage.setItem("measured", JSON.stringify(want)), change.shown);
  const begun = now();
  save(change);
  return (await shown) - begun;
}

/** A pause as an officer makes it, never in step with anything. */
const breathe = () => pause(150 + Math.random() * 150);

async function measure(page, base, work) {
  save(work.start);
  await breathe();
  await page.goto(`${base}/${work.page}`);
  const times = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    await breathe();
    if (work.before) await until(page, work.before(turn));
    await breathe();
    times.push(await until(page, work.edit(turn)));
    if (work.after) save(work.after);
  }
  row(work.name, times);
  return times;
}

/** Starts the preview; when its first page was painted, and the milliseconds from the start to then. */
async function start(page) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const begun = now();
  const server = spawn(program, ["serve", "-r", portal, "-p", `${port}`, "--as-of", "2026-10-05"], {
    stdio: ["ignore", "ignore", process.env.TALK ? "inherit" : "ignore"],
  });
  await listening(port, begun);
  await page.goto(`${base}/`);
  const painted = await page.evaluate(async () => {
    const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
    while (!paint()) await new Promise((done) => setTimeout(done, 5));
    return Date.now() - (performance.now() - paint().startTime);
  });
  return { server, base, cold: painted - begun };
}

/** Ends a preview, and waits until it has. */
async function stop(server) {
  if (!server) return;
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGINT");
  await ended;
}

/** Milliseconds until the search of the preview has its index, right after an edit. */
async function searchAfter(page, base, change) {
  await until(page, change);
  const begun = now();
  await (await fetch(`${base}/search/index.json`)).text();
  return now() - begun;
}

const page = await context.newPage();
const colds = [];
let running;
for (let turn = 0; turn < 3; turn += 1) {
  await stop(running?.server);
  running = await start(page);
  colds.push(running.cold);
}
const { server, base } = running;
try {
  const at = memory(server.pid, "VmRSS");
  console.log("| edit | p50 | p95 | slowest | turns |");
  console.log("| :-- | --: | --: | --: | --: |");
  const works = edits(portal, theme);
  const all = [];
  for (const work of works) all.push(...(await measure(page, base, work)));
  row("all", all);
  const body = works[0];
  save(body.start);
  await page.goto(`${base}/${body.page}`);
  const peak = memory(server.pid, "VmHWM");
  const first = await searchAfter(page, base, body.edit(1));
  const next = await searchAfter(page, base, body.edit(2));
  console.log(`start to first paint: ${colds.map((ms) => Math.round(ms)).join(", ")} ms`);
  console.log(`memory: ${at} MB after the start, at most ${peak} MB`);
  console.log(`index asked for the first time: ${Math.round(first)} ms, after an edit: ${Math.round(next)} ms`);
  console.log(`memory with the index: at most ${memory(server.pid, "VmHWM")} MB`);
} finally {
  server.kill("SIGINT");
  await browser.close();
}
