// Every page and style sheet of the output is valid, as the W3C's checker (vnu) sees it. It runs in Java, once for all files.

import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const jar = join(dirname(fileURLToPath(import.meta.url)), "node_modules/vnu-jar/build/dist/vnu.jar");

/** What the checker says wrongly, and why. */
const WRONG = [
  {
    message: /^CSS: Parse Error\.$/,
    extract: /highlight\(/,
    reason: "`::highlight()` of the CSS Custom Highlight API, which the checker does not know yet",
  },
];

const wrong = (one) => WRONG.some(({ message, extract }) => message.test(one.message) && extract.test(one.extract ?? ""));

/** @param tools what `run.mjs` hands over */
export async function checkValidity({ folder, check }) {
  const options = ["-jar", jar, "--errors-only", "--skip-non-html", "--also-check-css", "--exit-zero-always", "--format", "json"];
  const run = promisify(execFile)("java", [...options, folder], { maxBuffer: 1 << 28 });
  const { stderr } = await run.catch((error) => ({ stderr: undefined, error }));
  if (stderr === undefined) return check("every page and sheet is valid", ["java is missing or vnu did not run"]);
  const said = JSON.parse(stderr).messages.filter((one) => !wrong(one));
  const lines = said.map((one) => `${one.url.slice(one.url.indexOf(folder) + folder.length)}:${one.lastLine ?? "?"} ${one.message} ${one.extract ?? ""}`);
  return check("every page and sheet is valid", lines);
}
