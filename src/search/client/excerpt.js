/**
 * Where a phrase stands in a text, and the passage that is shown of it.
 */
(function (gongkai) {
  'use strict';

  /** The most characters before the first match, and those of a passage. */
  const LEAD = 24, LENGTH = 90;

  /** What ends a sentence; a passage rather begins after one. */
  const ENDS = "。；！？";

  /** The word characters of a line in the normal form, worked out once. */
  const squashed = (line) => line.squashed === undefined ? (line.squashed = gongkai.squash(line.text)) : line.squashed;

  /**
   * The stretches of a text where phrases stand, sorted, and merged where they touch.
   * @param {string} text
   * @param {string[]} phrases Squashed.
   * @returns {{chars: string[], marks: number[][]}} The text's characters; of each stretch the
   *   position of its first character and of the one after its last.
   */
  function compare(text, phrases) {
    const normal = gongkai.squashed(text), chars = Array.from(text), place = [];
    chars.reduce((at, char, position) => (place[at] = position, at + char.length), 0);
    const all = [];
    for (const phrase of phrases) {
      for (let at = 0; (at = normal.text.indexOf(phrase, at)) >= 0; at += phrase.length) {
        all.push([place[normal.from[at]], place[normal.from[at + phrase.length - 1]] + 1]);
      }
    }
    const marks = [];
    for (const [start, end] of all.sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
      const last = marks[marks.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else marks.push([start, end]);
    }
    return { chars, marks };
  }

  /** Characters from a start to before an end as pieces, `…` where the text goes on. */
  function pieces(chars, marks, start, end) {
    const list = [], put = (text, marked) => text && list.push([text, marked]);
    const text = (from, to) => chars.slice(from, to).join("");
    let at = start, before = start ? "…" : "";
    for (const mark of marks) {
      const from = Math.max(mark[0], start), to = Math.min(mark[1], end);
      if (from >= to) continue;
      put(before + text(at, from), false);
      put(text(from, to), true);
      [at, before] = [to, ""];
    }
    put(before + text(at, end) + (end < chars.length ? "…" : ""), false);
    return list;
  }

  /**
   * A whole text in pieces.
   * @param {string} text
   * @param {string[][]} groups For each thing asked, the squashed phrases that stand for it.
   * @returns {Array<[string, boolean]>} A stretch, and whether it is a match.
   */
  function marked(text, groups) {
    const { chars, marks } = compare(text, [].concat(...groups));
    return pieces(chars, marks, 0, chars.length);
  }

  /** The id of a row or a heading, or of the heading above a line. */
  function anchor(lines, at) {
    if (lines[at].sign === "=" || lines[at].sign === "|") return lines[at].id;
    while (at >= 0 && lines[at].sign !== "#") at--;
    return at < 0 ? "" : lines[at].id;
  }

  /** How well a line reads by itself: sentences and rows, then cells and names of files, then facts. */
  const reads = ({ sign, text }) => (sign === "=" ? 0 : sign === "@" || text.includes(" | ") ? 1 : 2);

  /**
   * The passage of a text that shows the most of what was asked for, of lines with as much the one
   * that reads best; else its beginning.
   * @param {{sign: string, id: string, text: string}[]} lines
   * @param {string[][]} groups As above.
   * @returns {{excerpt: Array<[string, boolean]>, anchor: string}}
   */
  function passage(lines, groups) {
    let most = 0, best = -1;
    lines.forEach((line, at) => {
      const text = squashed(line), count = groups.filter((group) => group.some((phrase) => text.includes(phrase))).length;
      const worth = count && 3 * count + reads(line);
      if (worth > most) [most, best] = [worth, at];
    });
    const first = (sign) => lines.find((line) => sign.includes(line.sign));
    const line = lines[best] || first(" ") || first("#|@") || lines[0] || { text: "" };
    const { chars, marks } = compare(line.text, [].concat(...groups));
    let start = (marks[0] || [0])[0];
    const earliest = Math.max(0, start - LEAD);
    while (start > earliest && !ENDS.includes(chars[start - 1])) start--;
    return { excerpt: pieces(chars, marks, start, Math.min(start + LENGTH, chars.length)), anchor: best < 0 ? "" : anchor(lines, best) };
  }

  gongkai.excerpt = { squashed, marked, passage };
})(globalThis.gongkai);
