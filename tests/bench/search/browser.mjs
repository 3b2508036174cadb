// Starts the Chromium that the measures run in, and reads its clock of the main thread.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const browserTests = join(dirname(fileURLToPath(import.meta.url)), "../../browser");
const { chromium } = createRequire(join(browserTests, "package.json"))("playwright-core");
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A headless browser that asks nobody but us. */
export async function launch() {
  const executablePath = process.env.CHROMIUM || CHROMIUM.find((path) => existsSync(path));
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  return chromium.launch({ executablePath, args });
}

/** A page with a reader of the milliseconds that its main thread has worked. */
export async function measuredPage(context, url, { cache = true } = {}) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  if (!cache) {
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  }
  // Processor time of the thread, so that other programs of the machine are not counted.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(url);
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  return { page, busy };
}

/** Runs `work` and tells the milliseconds of the main thread that it took, the call itself aside. */
export async function timed(measured, work) {
  const before = await measured.busy();
  const value = await work();
  return { value, busy: Math.max(0, (await measured.busy()) - before) };
}
