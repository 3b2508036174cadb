/**
 * What a query asks for: the twin of `search/query.rs` and `search/grams.rs`.
 */
(function (gongkai) {
  'use strict';

  /** @typedef {{text: string, squashed: string, runs: number[][], not: boolean}} Unit see `query::Unit` */
  /** @typedef {{key: string, prefix: string}} NumberKey year and serial number; the 代字, squashed */
  /** @typedef {{units: Unit[], number: NumberKey | null, indexKey: string | null}} Query */
  /** @typedef {{run: number, at: number}} Position the pair at `at` of a unit's run */

  const MOST_CHARS = 256, MOST_UNITS = 16, MOST_POSITIONS = 16;
  /** A piece of a query: a minus sign, then from a quotation mark to the next, or to white space. */
  const PIECE = /([-－]?)(?:["“”＂]([^"“”＂]*(?:[^\s\x85]|\ufeff)*)|((?:[^\s\x85]|\ufeff)*))[\s\x85]?/g;

  /** @param {string} char */
  const isHan = (char) => gongkai.classOf(char) === 2;

  /**
   * Reads a text as a document number. What has a digit may be one, and then `numbers.js` is there
   * and puts its own in the place of this.
   */
  gongkai.readNumber = () => null;

  /**
   * Makes a unit of a text: of a query, or of another word for one of its units.
   * @param {string} text
   * @param {boolean} [not]
   * @returns {Unit}
   */
  gongkai.unit = function (text, not) {
    const number = gongkai.readNumber(text), runs = gongkai.runs(text);
    return {text, squashed: gongkai.squash(text), runs: number ? gongkai.cut(runs, number.cuts) : runs, not: !!not};
  };

  /**
   * Cuts a query at white space. A quotation mark counts as one at the beginning of a piece only,
   * and a minus sign only where something is wanted.
   * @param {string} text
   */
  function pieces(text) {
    const list = [];
    text.replace(PIECE, (_, not, quoted, plain) =>
      list.push({ text: plain === undefined ? quoted.replace(/["“”＂]+$/, '') : plain, not: !!not, quoted: plain === undefined }));
    const wanted = list.some((piece) => !piece.not && gongkai.squash(piece.text));
    if (!wanted) list.forEach((piece) => { piece.not = false; });
    return list;
  }

  /**
   * The units of a query, with a row of single Han characters as one.
   * @param {ReturnType<typeof pieces>} list
   */
  function unitsOf(list) {
    const units = /** @type {Unit[]} */ ([]);
    let row = '';
    const close = () => {
      if (row) units.push(gongkai.unit(row));
      row = '';
    };
    for (const piece of list) {
      const chars = Array.from(gongkai.normalize(piece.text).text);
      if (chars.length === 1 && isHan(chars[0]) && !piece.not && !piece.quoted) {
        row += chars[0];
      } else {
        close();
        units.push(gongkai.unit(piece.text, piece.not));
      }
    }
    close();
    return units;
  }

  /**
   * Reads a query. Any text is a query; one without a word character has no unit.
   * @param {string} query
   * @returns {Query}
   */
  gongkai.parse = function (query) {
    const text = Array.from(query.slice(0, 2 * MOST_CHARS)).slice(0, MOST_CHARS).join('');
    const whole = gongkai.readNumber(text), cutAtSpace = pieces(text);
    const list = whole && gongkai.isOneUnit(whole, cutAtSpace)
      ? [gongkai.unit(cutAtSpace.map((piece) => piece.text).filter(Boolean).join(' '))]
      : unitsOf(cutAtSpace);
    const seen = new Set();
    const units = list.filter((unit) => {
      const name = unit.not + unit.squashed, fresh = unit.squashed && !seen.has(name);
      seen.add(name);
      return fresh;
    });
    const keys = units.map((unit) => (unit.not ? null : gongkai.numberKey(unit.text)));
    const number = keys.find(Boolean) || gongkai.numberKey(text);
    return {units: units.slice(0, MOST_UNITS), number, indexKey: gongkai.indexKey(text)};
  };

  /** The key of an 索引号, or null. @param {string} text */
  gongkai.indexKey = function (text) {
    const key = gongkai.squash(text);
    return Array.from(key).length >= 6 && /[0-9]/.test(key) ? key : null;
  };

  /** The key of a document's own number, or null. @param {string} number @returns {NumberKey | null} */
  gongkai.numberKey = function (number) {
    const found = gongkai.readNumber(number);
    return found && found.key ? found : null;
  };

  /**
   * The positions of pairs that are looked up for a run of so many characters.
   * @param {number} length
   */
  gongkai.cover = function (length) {
    const positions = [], last = length - 2;
    const step = length <= 5 ? 1 : length <= 10 ? 2 : Math.ceil(last / 7);
    for (let at = 0; at < last; at += step) positions.push(at);
    return last < 0 ? [] : positions.concat(last);
  };

  /**
   * The positions of each run of a query, 16 in all: where the covers are too many, the run with
   * the most positions gives one away, the last of several such runs first.
   * @param {number[][]} runs
   */
  gongkai.planRuns = function (runs) {
    const covers = runs.map((run) => gongkai.cover(run.length));
    const quotas = covers.map((cover) => cover.length);
    let sum = quotas.reduce((all, quota) => all + quota, 0);
    for (; sum > MOST_POSITIONS; sum--) quotas[quotas.lastIndexOf(Math.max.apply(null, quotas))]--;
    return covers.map((cover, i) => {
      const gaps = Math.max(1, quotas[i] - 1);
      return cover.slice(0, quotas[i]).map((_, n) => cover[Math.floor(n * (cover.length - 1) / gaps)]);
    });
  };

  /**
   * The positions that are looked up, a list for each unit: those of all wanted units together
   * at most 16, those of an excluded unit for itself.
   * @param {Query} query
   * @returns {Position[][]}
   */
  gongkai.plan = function (query) {
    const wanted = query.units.filter((unit) => !unit.not);
    const together = gongkai.planRuns(wanted.reduce((all, unit) => all.concat(unit.runs), /** @type {number[][]} */ ([])));
    return query.units.map((unit) => {
      const runs = unit.not ? gongkai.planRuns(unit.runs) : together.splice(0, unit.runs.length);
      const list = /** @type {Position[]} */ ([]);
      runs.forEach((places, run) => places.forEach((at) => list.push({run, at})));
      return list;
    });
  };
})(globalThis.gongkai);
