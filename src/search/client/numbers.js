/**
 * Document numbers and 索引号: the twin of `search/query/number.rs`, and the buckets of the index in
 * which they are. Comes when a query has a digit.
 */
(function (gongkai) {
  'use strict';

  const BRACKETS = '\\[\\]〔〕【】()<>《》﹝﹞';
  const NUMBER = new RegExp('^ *([^0-9]*)((?:19|20)[0-9]{2})(?:([ 年第\\-' + BRACKETS + ']*)0*([1-9][0-9]{0,4})( *号)?)? *$');
  const SURE = new RegExp('[第' + BRACKETS + ']'), ALLOWED = new RegExp('[ ' + BRACKETS + ']');

  /**
   * Reads a text as a document number, or as the beginning of one up to its year, without a key.
   * `cuts` says before which of its word characters brackets may stand in a text.
   * @param {string} text
   * @returns {(NumberKey & {year: string, cuts: number[]}) | null}
   */
  gongkai.readNumber = function (text) {
    const found = NUMBER.exec(gongkai.normalize(text).text);
    if (!found) return null;
    const [, code, year, between, serial, ended] = found, prefix = gongkai.squash(code), chars = Array.from(prefix);
    // A date, a telephone number or a year with a figure is no document number.
    const likely = !serial || ended || SURE.test(between) || (prefix ? !/年/.test(between) : /^ +$/.test(between));
    const fits = !prefix || chars.some((char) => gongkai.classOf(char) === 2);
    if (!likely || !fits || !Array.from(code).every((char) => gongkai.classOf(char) || ALLOWED.test(char))) return null;
    const at = chars.length;
    return {key: serial && year + '-' + serial, prefix, year, cuts: /[年第]/.test(between) ? [at] : [at, at + 4]};
  };

  /**
   * Cuts runs where brackets may stand.
   * @param {number[][]} runs @param {number[]} places
   */
  gongkai.cut = function (runs, places) {
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
  };

  /**
   * Whether the pieces that a number was typed in belong together: nothing but single characters
   * stands before the piece with the year.
   * @param {{key: string, year: string}} number
   * @param {{text: string}[]} list
   */
  gongkai.isOneUnit = function (number, list) {
    const names = list.map((piece) => gongkai.squash(piece.text));
    return number.key &&
      names.slice(0, names.findIndex((name) => name.includes(number.year))).every((name) => Array.from(name).length < 2);
  };

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
   * A bucket of numbers.
   * @param {Uint8Array} bytes The payload.
   * @param {number} docs Documents of the segment.
   * @returns {Map<number, number[]>} Documents, ascending, by the hash of their key.
   */
  function numbers(bytes, docs) {
    const front = gongkai.cursor(bytes), found = new Map();
    for (let left = front.next(); left--;) {
      const [a, b, c, d] = front.take(4), hash = (a | b << 8 | c << 16 | d << 24) >>> 0;
      const doc = front.next();
      gongkai.must(doc < docs);
      found.set(hash, (found.get(hash) || []).concat(doc));
    }
    front.end();
    return found;
  }

  /** The documents of a segment in the bucket of a key. */
  gongkai.bucket = async function (segment, key) {
    const hash = gongkai.fnv(new TextEncoder().encode(key)), at = hash & (2 ** segment.nb - 1);
    const found = await gongkai.store.read(`${segment.name}/n${at}.bin`, "n", (bytes) => numbers(bytes, segment.docs));
    return found.get(hash) || [];
  };
})(globalThis.gongkai);
