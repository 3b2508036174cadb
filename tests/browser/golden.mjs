// Texts that are kept and compared: what the keyboard meets, what the accessibility tree says. `run.mjs --rewrite` writes
// them anew; what has changed is then to be read in the difference, line by line, before it is committed.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "golden");

/** The port of this run's server is no part of the page. */
export const plain = (text, base) => `${text.replaceAll(base, "BASE/")}\n`;

/**
 * What a text has against the one that is kept.
 * @param {string} name below `golden/`
 * @param {string} text
 * @param {boolean} rewrite whether the text is kept from now on
 * @returns {string[]}
 */
export function differs(name, text, rewrite) {
  const file = join(folder, name);
  const kept = read(file);
  if (kept === text) return [];
  if (rewrite) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return [];
  }
  if (kept === undefined) return [`golden/${name} is missing; run.mjs --rewrite writes it`];
  return [`golden/${name} says otherwise; if it is meant so, run.mjs --rewrite and read the difference`, ...first(kept, text)];
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The first line in which two texts part, and the line above it. */
function first(kept, text) {
  const [old, now] = [kept.split("\n"), text.split("\n")];
  const at = old.findIndex((line, index) => line !== now[index]);
  const line = at < 0 ? old.length : at;
  return [`line ${line + 1}, after ${JSON.stringify(old[line - 1] ?? "")}:`, `- ${old[line] ?? "(end)"}`, `+ ${now[line] ?? "(end)"}`];
}
