// Asks the suggestions of the browser's script. Reads a JSON text from standard input, the files by
// path and the questions, and writes the answers in their order.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const { files, questions } = JSON.parse(readFileSync(0, "utf8"));
const source = new URL("../../src/search/", import.meta.url);
const script = (name) => readFileSync(new URL(name, source), "utf8");

const context = vm.createContext({ TextDecoder });
for (const name of ["normalize", "suggest"]) {
  vm.runInContext(script(`client/${name}.js`), context, { filename: name });
}
const { gongkai } = context;
// Fails for the first who asks: what is typed counts as it stands then.
let asked = 0;
gongkai.loadTraditional = async () => {
  if (!asked++) throw new Error("offline");
  gongkai.setTraditional(script("data/traditional.txt"));
};

/** What was asked for and is not there. */
const vain = [];

// Never answers at once, nor in the order of the questions, as no network does.
const text = (path) => new Promise((resolve, reject) => {
  const found = files[`search/${path}`];
  const wait = (path.length * 7) % 5;
  if (found === undefined) vain.push(path);
  setTimeout(() => (found === undefined ? reject(new Error(path)) : resolve(found)), wait);
});
gongkai.store = { text, json: (path) => text(path).then(JSON.parse) };

await gongkai.suggest("醫療");
const answers = [];
for (const { ask, typed } of questions) answers.push(await gongkai[ask](typed));
process.stdout.write(JSON.stringify({ answers, vain }));
