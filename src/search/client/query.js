/**
 * What a query asks for: the twin of `search/query.rs` and `search/grams.rs`.
 */
(function (gongkai) {
  'use strict';

  /** @typedef {{text: string, squashed: string, runs: number[][], not: boolean}} Unit see `query::Unit` */
  /** @typedef {{key: string, prefix: string}} NumberKey year and serial number; the 代字, squashed */
  /** @typedef {{units: Unit[], number: NumberKey | null, indexKey: string | null}} Query */
  /** @typedef {{run: number, at: number}} Position the pair at `at` of a unit's run */

  const MOST_CHARS = 256, MOST_UNITS = 16, MOST_POSITIONS = 16, LONGEST_CODE = 20;
  const BRACKETS = '\\[\\]〔〕【】()〖〗〈〉<>《》{}「」『』﹝﹞❲❳';
  const BRACKET = new RegExp('[' + BRACKETS + ']');
  const NUMBER = new RegExp(
    '^([^0-9]*)((?:19|20)[0-9]{2})([ 年第\\-' + BRACKETS + ']*)0*([1-9][0-9]{0,4})( *号)?$');
  const QUOTE = /["“”＂]/;

  /**
   * Reads a text in the normal form as a document number. `cuts` says before which of its word
   * characters brackets may stand in a text.
   * @param {string} text
   * @returns {(NumberKey & {bracketed: boolean, cuts: number[]}) | null}
   */
  function readNumber(text) {
    const found = NUMBER.exec(text.replace(/^ +| +$/g, ''));
    if (!found) return null;
    const code = found[1], between = found[3], bracketed = BRACKET.test(between);
    const prefix = gongkai.squash(code), length = Array.from(prefix).length;
    if (length > LONGEST_CODE || (prefix && !Array.from(prefix).some((char) => gongkai.classOf(char) === 2))) return null;
    for (const char of code) {
      if (char !== ' ' && !BRACKET.test(char) && !gongkai.isWord(char)) return null;
    }
    // A date, a telephone number or a year with a figure is no document number.
    const bare = !between || between.indexOf('-') >= 0;
    const likely = found[5] || bracketed || /第/.test(between) || !(/年/.test(between) || (bare && !prefix));
    return likely ? {
      key: found[2] + '-' + found[4],
      prefix,
      bracketed,
      cuts: /[年第]/.test(between) ? [length] : [length, length + 4],
    } : null;
  }

  /** @param {string} text @returns {ReturnType<typeof readNumber>} */
  const asNumber = (text) => readNumber(gongkai.normalize(text).text);

  /**
   * @param {ReturnType<typeof readNumber>} found
   * @returns {NumberKey | null}
   */
  const keyOf = (found) => found && {key: found.key, prefix: found.prefix};

  /**
   * Cuts runs where brackets may stand.
   * @param {number[][]} runs @param {number[]} places
   */
  function cut(runs, places) {
    const parts = /** @type {number[][]} */ ([]);
    let start = 0;
    for (const run of runs) {
      let from = 0;
      for (const place of places) {
        const at = place - start;
        if (at <= 0 || at >= run.length) continue;
        parts.push(run.slice(from, at));
        from = at;
      }
      parts.push(run.slice(from));
      start += run.length;
    }
    return parts;
  }

  /**
   * Where a text that ends in a year is cut: 威环审服字2023 is on its way to being a number.
   * @param {string} squashed
   */
  function yearAtEnd(squashed) {
    const chars = Array.from(squashed), at = chars.length - 4;
    return at > 0 && /^(19|20)[0-9]{2}$/.test(chars.slice(at).join('')) && gongkai.classOf(chars[at - 1]) === 2 ? [at] : [];
  }

  /**
   * Whether the pieces that a number was typed in belong together: nothing stands before the
   * piece with the year, or single characters, or the whole 代字 before a year in brackets.
   * @param {NonNullable<ReturnType<typeof readNumber>>} number
   * @param {{text: string}[]} list
   */
  function isOneUnit(number, list) {
    const year = number.key.slice(0, 4), names = list.map((piece) => gongkai.squash(piece.text)).filter(Boolean);
    const at = names.findIndex((name) => name.indexOf(year) >= 0), heads = names.slice(0, at);
    return heads.every((name) => Array.from(name).length === 1) ||
      (heads.length === 1 && number.bracketed && names[at].startsWith(year));
  }

  /**
   * Makes a unit of a text: of a query, or of another word for one of its units.
   * @param {string} text
   * @param {boolean} [not]
   * @returns {Unit}
   */
  gongkai.unit = function (text, not) {
    const squashed = gongkai.squash(text), number = asNumber(text);
    const cuts = number ? number.cuts : yearAtEnd(squashed);
    return {text, squashed, runs: cut(gongkai.runs(text), cuts), not: !!not};
  };

  /**
   * Cuts a query at white space. A quotation mark counts as one at the beginning of a piece only,
   * and a minus sign only where something is wanted.
   * @param {string} text
   */
  function pieces(text) {
    const list = [];
    let piece = {text: '', not: false, quoted: false}, open = false;
    for (const char of text) {
      const fresh = !piece.text && !piece.quoted;
      if (fresh && QUOTE.test(char)) {
        piece.quoted = open = true;
      } else if (fresh && !piece.not && (char === '-' || char === '－')) {
        piece.not = true;
      } else if (!open && gongkai.classOf(char) === 3) {
        list.push(piece);
        piece = {text: '', not: false, quoted: false};
      } else {
        open = open && !QUOTE.test(char);
        piece.text += char;
      }
    }
    list.push(piece);
    for (const one of list) if (one.quoted) one.text = one.text.replace(/["“”＂]+$/, '');
    const wanted = list.some((piece) => !piece.not && Array.from(piece.text).some(gongkai.isWord));
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
      if (chars.length === 1 && gongkai.classOf(chars[0]) === 2 && !piece.not && !piece.quoted) {
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
    const whole = asNumber(text), cutAtSpace = pieces(text);
    const list = whole && isOneUnit(whole, cutAtSpace)
      ? [gongkai.unit(cutAtSpace.map((piece) => piece.text).filter(Boolean).join(' '))]
      : unitsOf(cutAtSpace);
    const seen = new Set();
    const units = list.filter((unit) => {
      const name = unit.not + unit.squashed, fresh = unit.squashed && !seen.has(name);
      seen.add(name);
      return fresh;
    });
    const keys = units.map((unit) => (unit.not ? null : gongkai.numberKey(unit.text)));
    const number = keys.find(Boolean) || keyOf(whole);
    return {units: units.slice(0, MOST_UNITS), number, indexKey: gongkai.indexKey(text)};
  };

  /** The key of an 索引号, or null. @param {string} text */
  gongkai.indexKey = function (text) {
    const key = gongkai.squash(text);
    return Array.from(key).length >= 6 && /[0-9]/.test(key) ? key : null;
  };

  /** The key of a document's own number, or null. @param {string} number */
  gongkai.numberKey = (number) => keyOf(asNumber(number));

  /**
   * Whether a document with this number is meant by a key.
   * @param {NumberKey} asked
   * @param {string} number
   */
  gongkai.numberMatches = function (asked, number) {
    const own = gongkai.numberKey(number);
    return !!own && own.key === asked.key &&
      (own.prefix.startsWith(asked.prefix) || own.prefix.endsWith(asked.prefix));
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
