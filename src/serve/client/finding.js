// @ts-check
/**
 * One finding as a card: what is wrong, where, the lines themselves, what to do.
 */

/**
 * @typedef {object} Excerpt a line of the file, cut where the finding begins and ends
 * @property {number} line
 * @property {string} before
 * @property {string} marked
 * @property {string} after
 *
 * @typedef {object} Spot
 * @property {string} path
 * @property {number} [line]
 * @property {number} [column]
 * @property {string} message
 *
 * @typedef {object} Facts
 * @property {"error" | "warning" | "note"} severity
 * @property {string} [rule]
 * @property {string[]} hints
 * @property {Spot[]} [also]
 * @property {Excerpt[]} [excerpt]
 * @property {string} [mended] the whole line as it should be
 *
 * @typedef {Spot & Facts} Finding as in `--format json`
 */

(function (preview) {
  "use strict";

  const { element, copier } = preview;

  /** @type {Record<Finding["severity"], string>} */
  const WEIGHTS = { error: "错误", warning: "警告", note: "提示" };

  /** The file on the officer's disk. @param {string} path */
  const onDisk = (path) => {
    const folder = (preview.root || "").replace(/\\/g, "/").replace(/\/$/, "");
    return `${folder}/${path}`;
  };

  /** The address that opens an editor. @param {string} path @param {number} [line] @param {number} [column] */
  const editor = (path, line = 1, column = 1) => {
    const file = onDisk(path).replace(/^\//, "").split("/").map(encodeURIComponent).join("/");
    return `vscode://file/${file.replace(/%3A/i, ":")}:${line}:${column}`;
  };

  /**
   * The place of a finding; leads to the editor where the preview runs on this machine.
   * @param {string} path
   * @param {number} [line]
   * @param {number} [column]
   */
  const place = (path, line, column) => {
    const text = line ? `${path}:${line}${column ? `:${column}` : ""}` : path;
    if (!preview.root) return element("span.place", {}, text);
    return element("a.place", { href: editor(path, line, column), title: "在 VS Code 中打开" }, text);
  };

  /** @param {Excerpt} row */
  const line = ({ line: number, before, marked, after }) =>
    element(
      "div.line",
      {},
      element("span.number", { "aria-hidden": "true" }, String(number)),
      element("code", {}, before, element("mark", {}, marked || "\u200b"), after),
    );

  /** @param {string} word @param {string} text */
  const advice = (word, text) => element("p.advice", {}, element("b", {}, word), ` ${text}`);

  /** @param {string} mended */
  const correction = (mended) =>
    element(
      "div.mended",
      {},
      element("b", {}, "改后"),
      element("code", {}, mended),
      copier("复制这一行", mended),
    );

  /**
   * @param {Finding} finding
   * @returns {HTMLElement}
   */
  preview.card = (finding) => {
    const { severity, path, line: number, column, message, rule } = finding;
    const excerpt = (finding.excerpt || []).map(line);
    const also = (finding.also || []).map((spot) =>
      element("p.advice", {}, element("b", {}, "另见"), ` ${spot.message} `, place(spot.path, spot.line, spot.column)),
    );
    return element(
      `li.finding.${severity}`,
      {},
      element("p.message", {}, element("b.weight", {}, WEIGHTS[severity]), " ", message, rule ? element("span.rule", {}, rule) : null),
      place(path, number, column),
      excerpt.length > 0 && element("div.excerpt", {}, ...excerpt),
      ...also,
      ...finding.hints.map((hint) => advice("改法", hint)),
      finding.mended !== undefined && correction(finding.mended),
    );
  };

  Object.assign(preview, { onDisk, editor, place });
})((window.gongkaiPreview = window.gongkaiPreview || {}));
