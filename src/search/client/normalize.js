/**
 * The one form in which texts and queries are compared: the twin of `search/normalize.rs`, with
 * the same tables in the same notation, so that the browser looks for the grams that the index holds.
 */
globalThis.gongkai = globalThis.gongkai || {};
(function (gongkai) {
  'use strict';

  /** @typedef {0 | 1 | 2 | 3 | 4} Class a mark, a letter, a Han character, white space, unseen */
  /** @typedef {{text: string, from: number[]}} Normal the text; of each of its UTF-16 units, where its source begins */

  /**
   * @param {string} table ranges of code points, hexadecimal
   * @returns {(char: string) => boolean} whether a character lies in one of them
   */
  function within(table) {
    const ranges = table.split(' ').map((range) => range.split('-').map((code) => parseInt(code, 16)));
    return (char) => {
      const code = /** @type {number} */ (char.codePointAt(0));
      return ranges.some((range) => range[0] <= code && code <= range[range.length - 1]);
    };
  }

  const isLetter = within(
    '30-39 61-7a aa b5 ba c0-d6 d8-f6 f8-1fff 3041-309a 309d-30fa ' +
    '30fc-318e 31a0-31bf 31f0-31ff a000-a4cf ac00-d7a3');
  const isHan = within(
    '2e80-2fdf 3005-3007 3021-3029 3038-303b 3400-4dbf 4e00-9fff e000-faff ' +
    '20000-3fffd f0000-ffffd 100000-10fffd');
  const isCompatible = within(
    'aa b2-b3 b5 b9-ba 2070-208e 2090-209c 2100-2189 2460-24ff 2f00-2fdf 3038-303a ' +
    '3200-32fe 3300-33ff f900-fad9 fb00-fb06 ff01-ffdc 2f800-2fa1d');
  const isCased = within('41-5a c0-24f 370-52f 1e00-1eff');
  const isSpace = within('9-d 20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000');
  const isUnseen = within('ad 200b-200f 202a-202e 2060-2064 fe00-fe0f feff e0100-e01ef');

  /**
   * What a character becomes, in turn a character and its class, before the table of
   * traditional forms. Kept, since working it out asks six tables.
   * @type {Map<string, (string | Class)[]>}
   */
  const known = new Map();

  /** @param {string} char */
  function forms(char) {
    let list = known.get(char);
    if (!list) known.set(char, list = workOut(char));
    return list;
  }

  /** @param {string} char */
  function workOut(char) {
    if (isUnseen(char)) return [];
    if (isSpace(char)) return [' ', 3];
    /** @type {(string | Class)[]} */
    const list = [];
    for (const wide of isCompatible(char) ? char.normalize('NFKC') : char) {
      for (let one of isCased(wide) ? wide.toLowerCase() : wide) {
        // The hollow circle is how zero is often typed in a year in Han numerals.
        if (one === '○' || one === '◯') one = '〇';
        list.push(one, isHan(one) ? 2 : isLetter(one) ? 1 : 0);
      }
    }
    return list;
  }

  /** @param {Class} kind */
  const ofWord = (kind) => kind === 1 || kind === 2;

  /**
   * Brings one line of text into the normal form. White space between two word characters is
   * dropped when one of them is Han; other white space is one space.
   * @param {string} text
   * @returns {Normal}
   */
  gongkai.normalize = function (text) {
    const table = gongkai.traditional, from = /** @type {number[]} */ ([]);
    let out = '', at = 0, space = -1, last = /** @type {Class} */ (0);
    /** @param {string} char @param {number} place */
    const push = (char, place) => {
      out += char;
      for (let i = 0; i < char.length; i++) from.push(place);
    };
    for (const char of text) {
      const list = forms(char);
      for (let i = 0; i < list.length; i += 2) {
        const one = /** @type {string} */ (list[i]), kind = /** @type {Class} */ (list[i + 1]);
        if (kind === 3) {
          if (space < 0) space = at;
        } else {
          if (space >= 0 && !(ofWord(last) && ofWord(kind) && last + kind > 2)) push(' ', space);
          push((table && table.get(one)) || one, at);
          space = -1;
          last = kind;
        }
      }
      at += char.length;
    }
    if (space >= 0) push(' ', space);
    return {text: out, from};
  };

  /**
   * The word characters of the normal form with their places in the source: a text holds a phrase
   * when the squashed text holds the squashed phrase.
   * @param {string} text
   * @returns {Normal}
   */
  gongkai.squashed = function (text) {
    const normal = gongkai.normalize(text), from = /** @type {number[]} */ ([]);
    let out = '', at = 0;
    for (const char of normal.text) {
      if (gongkai.isWord(char)) {
        out += char;
        for (let i = 0; i < char.length; i++) from.push(normal.from[at]);
      }
      at += char.length;
    }
    return {text: out, from};
  };

  /**
   * The same without the places.
   * @param {string} text
   */
  gongkai.squash = (text) => gongkai.squashed(text).text;

  /**
   * The runs of word characters of one line, each a list of code points.
   * @param {string} line
   * @returns {number[][]}
   */
  gongkai.runs = function (line) {
    const runs = /** @type {number[][]} */ ([[]]);
    for (const char of gongkai.normalize(line).text) {
      if (gongkai.isWord(char)) runs[runs.length - 1].push(/** @type {number} */ (char.codePointAt(0)));
      else runs.push([]);
    }
    return runs.filter((run) => run.length);
  };

  /**
   * The class of a character that does not stand for several.
   * @param {string} char
   * @returns {Class}
   */
  gongkai.classOf = function (char) {
    const list = forms(char);
    return list.length === 2 ? /** @type {Class} */ (list[1]) : 0;
  };

  /** Whether a character makes words. @param {string} char */
  gongkai.isWord = (char) => ofWord(gongkai.classOf(char));

  /**
   * Simplified forms by traditional ones; null until `search/traditional.txt` was needed.
   * @type {Map<string, string> | null}
   */
  gongkai.traditional = null;

  /**
   * Takes the text of `search/traditional.txt`.
   * @param {string} pairs a traditional form, its simplified one, and so on
   */
  gongkai.setTraditional = function (pairs) {
    const chars = Array.from(pairs.trim());
    const table = new Map();
    for (let i = 1; i < chars.length; i += 2) table.set(chars[i - 1], chars[i]);
    gongkai.traditional = table;
  };

  /** @type {Set<string> | undefined} Han characters that the table surely leaves alone */
  let simplified;

  /**
   * The Han characters of GB 2312, rows B0 to F7, without those few that are traditional forms
   * too. Nearly every query is written in these, and so spares the table.
   */
  function plain() {
    const bytes = [];
    for (let row = 0xb0; row <= 0xf7; row++) {
      for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
    }
    const chars = new TextDecoder('gb18030').decode(new Uint8Array(bytes));
    const set = new Set(chars + '々〇〡〢〣〤〥〦〧〨〩');
    for (const char of '乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽') set.delete(char);
    return set;
  }

  /**
   * Whether a text may have traditional forms, so that the table has to be loaded before the text
   * is compared.
   * @param {string} text
   * @returns {boolean}
   */
  gongkai.needsTraditional = function (text) {
    const set = simplified || (simplified = plain());
    for (const char of text) {
      if (forms(char).some((one, i, list) => list[i + 1] === 2 && !set.has(/** @type {string} */ (one)))) return true;
    }
    return false;
  };
})(globalThis.gongkai);
