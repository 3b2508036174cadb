// Says lines of text as the page's script would. Reads a JSON list from standard input, writes one.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const source = new URL("../../themes/gongkai/static/spoken.js", import.meta.url);
const window = {};
vm.runInNewContext(readFileSync(source, "utf8"), { window });
const said = JSON.parse(readFileSync(0, "utf8")).map(window.gongkai.spoken);
process.stdout.write(JSON.stringify(said));
