/**
 * Runs the browser's search over a folder, for `search_client.rs`: takes one JSON value from
 * standard input, gives one on standard output.
 *
 * Usage: node search_client.js SCRIPT FOLDER
 */
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [script, folder] = process.argv.slice(2);

const PORTAL = "https://portal.test/search/";

/** Files that take the place of those in the folder: bytes, or null for one that is not there. */
const changed = new Map();
/** Paths that were asked for, in order. */
const asked = [];

function read(url) {
  const name = url.replace(PORTAL, "").replace("file:///portal/search/", "");
  asked.push(name);
  if (changed.has(name)) return changed.get(name);
  const file = path.join(/^suggest\.js/.test(name) ? path.dirname(script) : folder, name);
  return fs.existsSync(file) ? fs.readFileSync(file) : null;
}

async function fetch(url) {
  const bytes = read(url);
  const body = new Uint8Array(bytes || []);
  return { ok: bytes !== null, status: bytes === null ? 404 : 200, arrayBuffer: async () => body.buffer };
}

/** A fresh page with the script, which loads what else it needs by itself, as in a browser. */
function page() {
  function appendChild(element) {
    const name = element.src.replace(PORTAL, ""), file = path.join(path.dirname(script), name);
    try {
      const text = Buffer.from(changed.get(name) || fs.readFileSync(file)).toString();
      vm.runInContext(text, context, { filename: file });
    } catch (_) {
      // What is no script is told to the console of a browser and to nobody else.
    }
    setTimeout(element.onload);
  }
  const document = { baseURI: PORTAL, head: { appendChild }, createElement: () => ({}) };
  const context = vm.createContext({ fetch, TextDecoder, TextEncoder, URL, document });
  vm.runInContext(fs.readFileSync(script, "utf8"), context, { filename: script });
  context.gongkai.open(PORTAL);
  return context.gongkai;
}

async function answer(gongkai, query, ask) {
  try {
    return await gongkai.search(query, ask);
  } catch (error) {
    return { name: error.name, code: error.code, message: String(error.message) };
  }
}

const modes = {
  /** Answers to queries, in turn, with the table of traditional forms from the beginning. */
  async answers({ cases, table }) {
    const gongkai = page();
    if (table) gongkai.setTraditional(table);
    const answers = [];
    for (const one of cases) answers.push(await answer(gongkai, one.query, one.ask));
    return answers;
  },

  /** Answers while a file is changed: of each change the code and the milliseconds. */
  async damage({ changes, query, ask }) {
    const results = [], gongkai = page();
    for (const { file, bytes } of changes) {
      gongkai.open(PORTAL);
      changed.clear();
      changed.set(file, bytes && Uint8Array.from(bytes));
      const begun = Date.now();
      const { code, count } = await answer(gongkai, query, ask);
      results.push({ file, code: code || null, count: count === undefined ? null : count, ms: Date.now() - begun });
    }
    return results;
  },

  /** The requests of a query, and those of the same query once more. */
  async requests({ query, ask }) {
    const gongkai = page();
    const both = [answer(gongkai, query, ask), answer(gongkai, query, ask)];
    await Promise.all(both);
    const cold = asked.slice();
    await answer(gongkai, query, ask);
    return { cold, warm: asked.slice(cold.length) };
  },

  /** An answer from the pack of scripts, as a page opened from a folder gets it. */
  async offline({ query, ask }) {
    const context = vm.createContext({ TextDecoder, TextEncoder, URL, atob, document: { baseURI: "file:///portal/", head: { appendChild } } });
    function appendChild(element) {
      const bytes = read(element.src);
      if (bytes === null) return void setTimeout(element.onerror);
      vm.runInContext(bytes.toString(), context);
      setTimeout(element.onload);
    }
    context.document.createElement = (name) => ({ name });
    vm.runInContext(fs.readFileSync(script, "utf8"), context);
    context.gongkai.open("search");
    return { answer: await answer(context.gongkai, query, ask), asked };
  },

  /** A manifest that is replaced while its page is open. */
  async deploy({ before, query }) {
    changed.set("index.json", Buffer.from(before));
    const gongkai = page();
    await gongkai.store.manifest();
    changed.clear();
    return answer(gongkai, query, {});
  },
};

(async function () {
  const input = JSON.parse(fs.readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(await modes[input.mode](input)));
})();
