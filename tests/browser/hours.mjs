// Whether a body is open now: by Beijing's clock, by the season, and not without scripts.

import { differ } from "./search.mjs";

const OFFICE = "jigou/zhuyao.html";

/** What the page tells at a moment, in a time zone. */
async function told(tools, path, moment, timezoneId) {
  const context = await tools.browser.newContext({ timezoneId });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date(moment));
  await page.goto(tools.base + path);
  const text = (await page.locator(".now").evaluate((node) => [...node.children].slice(0, 2).map((one) => one.textContent).join("")));
  const note = await page.locator(".now small").innerText();
  await context.close();
  return { text, note };
}

/** The checks of hours and telephones. @param tools what `run.mjs` hands over */
export async function checkHours(tools) {
  const cases = [
    ["2026-11-24T09:00:00+08:00", "现在可办 至 12:00", "a Tuesday morning"],
    ["2026-11-24T08:29:30+08:00", "休息中 今天 8:30 起", "before it opens"],
    ["2026-11-24T12:00:00+08:00", "休息中 今天 13:30 起", "at noon"],
    ["2026-11-24T17:00:00+08:00", "休息中", "when it has closed"],
    ["2026-11-22T10:00:00+08:00", "休息中", "a Sunday"],
    ["2026-07-14T13:45:00+08:00", "休息中 今天 14:00 起", "summer hours"],
    ["2026-10-01T13:45:00+08:00", "现在可办 至 17:00", "the other season begins"],
    ["2027-01-04T16:59:00+08:00", "现在可办 至 17:00", "a season over the end of the year"],
  ];
  const zones = ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Shanghai"];
  for (const [at, [moment, wanted, name]] of cases.entries()) {
    const zone = zones[at % zones.length];
    const { text, note } = await told(tools, OFFICE, moment, zone);
    const troubles = differ("told", text, wanted);
    if (!note.includes("法定节假日以公告为准")) troubles.push("holidays are not spoken of");
    tools.check(`办公时间: ${name}, seen from ${zone}`, troubles);
  }
  const home = await told(tools, "index.html", "2026-11-24T14:00:00+08:00", "Asia/Shanghai");
  tools.check("办公时间: on the home page", differ("told", home.text, "现在可办 至 17:00"));

  const context = await tools.browser.newContext();
  const { page, troubles } = await tools.open(context, tools.base + OFFICE, tools.base);
  const links = await page.locator("a[href^='tel:']").evaluateAll((all) => all.map((one) => `${one.textContent} ${one.getAttribute("href")}`));
  for (const wanted of ["0000-0000000 tel:00000000000", "0000-0000013 tel:00000000013"]) if (!links.includes(wanted)) troubles.push(`no link: ${wanted}`);
  troubles.push(...differ("axe", await tools.axe(page), []));
  tools.check("电话: can be dialled", troubles);
  await context.close();

  const bare = await tools.browser.newContext({ javaScriptEnabled: false });
  const still = await bare.newPage();
  await still.goto(tools.base + OFFICE);
  tools.check("办公时间: nothing is told without scripts", differ("shown", await still.locator(".now:visible").count(), 0));
  await bare.close();
}
