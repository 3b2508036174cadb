/**
 * The one form in which texts and queries are compared: the twin of `search/normalize.rs`, with
 * the same tables in the same notation, so that the browser looks for the grams that the index holds.
 */
globalThis.gongkai = globalThis.gongkai || {};
(function (gongkai) {
  'use strict';

  /** @typedef {{text: string, from: number[]}} Normal the text; of each of its UTF-16 units, where its source begins */

  /**
   * @param {string} table ranges of code points, hexadecimal
   * @returns {(char: string) => boolean} whether a character lies in one of them
   */
  function within(table) {
    const one = new RegExp(`^[${table.replace(/ ?(\w+)/g, '\\u{$1}')}]`, 'u');
    return (char) => one.test(char);
  }

  const isLetter = within(
    '30-39 61-7a aa b5 ba c0-d6 d8-f6 f8-1fff 3041-309a 309d-30fa ' +
    '30fc-318e 31a0-31bf 31f0-31ff a000-a4cf ac00-d7a3');
  const isHan = within(
    '2e80-2fdf 3005-3007 3400-4dbf 4e00-9fff e000-faff ' +
    '20000-3fffd f0000-ffffd 100000-10fffd');
  const isFolded = within(
    '41-5a aa b2-b3 b5 b9-ba c0-24f 386-52f 1e00-1eff 2070-208e 2090-209c ' +
    '2100-2189 2460-24ff 2f00-2fdf 3200-32fe 3300-33ff f900-fad9 fb00-fb06 ff01-ffdc');
  const isUnseen = within('ad 200b-200f 202a-202e 2060-2064 fe00-fe0f feff e0100-e01ef');

  /**
   * What a character becomes: nothing, a space, or one character or more.
   * @param {string} char
   */
  function fold(char) {
    const table = gongkai.traditional;
    if (isUnseen(char)) return '';
    if (/[\s\x85]/.test(char)) return ' ';
    // The hollow circle is how zero is often typed in a year in Han numerals.
    const plain = /[○◯]/.test(char) ? '〇' : isFolded(char) ? char.normalize('NFKC').toLowerCase() : char;
    return table ? Array.from(plain, (one) => table.get(one) || one).join('') : plain;
  }

  /**
   * The class of a character of the normal form.
   * @param {string} one
   * @returns {0 | 1 | 2} a mark or space, a letter, a Han character
   */
  gongkai.classOf = (one) => (isHan(one) ? 2 : isLetter(one) ? 1 : 0);

  /**
   * Brings one line of text into the normal form. White space between two word characters is
   * dropped when one of them is Han; other white space is one space.
   * @param {string} text
   * @returns {Normal}
   */
  gongkai.normalize = function (text) {
    const from = /** @type {number[]} */ ([]);
    let out = '', at = 0, space = -1, last = 0;
    /** @param {string} char @param {number} place */
    const push = (char, place) => {
      out += char;
      for (let i = 0; i < char.length; i++) from.push(place);
    };
    for (const char of text) {
      for (const one of fold(char)) {
        if (one === ' ') {
          if (space < 0) space = at;
          continue;
        }
        const kind = gongkai.classOf(one);
        if (space >= 0 && !(last * kind > 1)) push(' ', space);
        push(one, at);
        space = -1;
        last = kind;
      }
      at += char.length;
    }
    if (space >= 0) push(' ', space);
    return {text: out, from};
  };

  /** @type {Map<string, string>} the word characters of what a character becomes */
  let words = new Map();

  /** @param {string} char */
  function word(char) {
    let known = words.get(char);
    if (known === undefined) words.set(char, known = Array.from(fold(char)).filter(gongkai.classOf).join(''));
    return known;
  }

  /**
   * The word characters of the normal form with their places in the source: a text holds a phrase
   * when the squashed text holds the squashed phrase.
   * @param {string} text
   * @returns {Normal}
   */
  gongkai.squashed = function (text) {
    const from = /** @type {number[]} */ ([]);
    let out = '', at = 0;
    for (const char of text) {
      out += word(char);
      while (from.length < out.length) from.push(at);
      at += char.length;
    }
    return {text: out, from};
  };

  /**
   * The same without the places; whole texts are compared in this form.
   * @param {string} text
   */
  gongkai.squash = function (text) {
    let out = '';
    for (const char of text) out += word(char);
    return out;
  };

  /**
   * The runs of word characters of one line, each a list of code points.
   * @param {string} line
   * @returns {number[][]}
   */
  gongkai.runs = function (line) {
    const runs = /** @type {number[][]} */ ([[]]);
    for (const one of gongkai.normalize(line).text) {
      if (gongkai.classOf(one)) runs[runs.length - 1].push(/** @type {number} */ (one.codePointAt(0)));
      else runs.push([]);
    }
    return runs.filter((run) => run.length);
  };

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
    const chars = Array.from(pairs.trim()), table = new Map();
    for (let i = 1; i < chars.length; i += 2) table.set(chars[i - 1], chars[i]);
    gongkai.traditional = table;
    words = new Map();
  };

  let plain = '';

  /** The Han characters of GB 2312, rows B0 to F7, in its order; others where it has none. */
  gongkai.plainHan = () => (plain = plain || new TextDecoder('gbk').decode(Uint8Array.from({ length: 13536 },
    (_, byte) => 161 + (byte & 1 ? (byte >> 1) % 94 : 15 + Math.floor(byte / 188)))));

  /**
   * Whether a text may have traditional forms while their table is not there, so that it has to
   * be loaded before the text is compared. Nearly every query is written in the characters of GB
   * 2312, of which but a few are traditional forms too, and so spares the table.
   * @param {string} text
   * @returns {boolean}
   */
  gongkai.needsTraditional = function (text) {
    const plain = gongkai.plainHan() + '〇';
    return Array.from(gongkai.normalize(text).text)
      .some((one) => gongkai.classOf(one) === 2 && (!plain.includes(one) || '乾夥後徵於菸'.includes(one)));
  };
})(globalThis.gongkai);
