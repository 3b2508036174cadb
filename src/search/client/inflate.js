/**
 * Unpacks raw deflate. Browsers have a stream for it since 2023, but for the small files of the
 * index that takes more than ten times as long: 13 ms against 0.7 ms for eight shards.
 */
(function (gongkai) {
  'use strict';

  /** The most bytes that a file may unpack to; a hostile one must not eat the memory. */
  const LARGEST = 1 << 26;

  /** The order in which the lengths of the code of lengths are written. */
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  const must = (sound) => gongkai.must(sound);

  const filled = (count, value) => new Array(count).fill(value);

  /** Of the codes of lengths or distances the extra bits and, behind them, the least value. */
  function steps(base, group) {
    return filled(30, 0).map((_, code) => {
      const extra = Math.max(0, (code >> group) - 1), least = base;
      base += 1 << extra;
      return [extra, least];
    });
  }

  const LENGTHS = steps(3, 2), DISTANCES = steps(1, 1);
  LENGTHS[28] = [0, 258];
  LENGTHS.length = 29;

  /**
   * A table from the next bits to `symbol << 4 | length`; 0 where no code begins so.
   * @param {number[]} lengths the length of the code of each symbol, 0 for none
   * @returns {Uint16Array} its size is a power of two
   */
  function table(lengths) {
    const found = new Uint16Array(1 << Math.max.apply(null, lengths));
    for (let length = 1, code = 0; 1 << length <= found.length; length++, code <<= 1) {
      lengths.forEach((own, symbol) => {
        if (own !== length) return;
        let start = 0;
        for (let bit = 0; bit < length; bit++) start = start << 1 | code >> bit & 1;
        must(code++ >> length === 0);
        for (; start < found.length; start += 1 << length) found[start] = symbol << 4 | length;
      });
    }
    return found;
  }

  /** The codes of a block that brings none. */
  const fixed = () => [
    table([].concat(filled(144, 8), filled(112, 9), filled(24, 7), filled(8, 8))), table(filled(30, 5))];

  /**
   * @param {Uint8Array} packed raw deflate
   * @returns {Uint8Array}
   * @throws SearchError `damaged`
   */
  gongkai.inflate = function (packed) {
    let out = new Uint8Array(packed.length * 4 + 64), size = 0, at = 0, held = 0, count = 0;

    /** The next bits, at most 16; they stay. */
    function peek(bits) {
      // The last code may be shorter than what is looked at, so behind the end are a few zeros.
      for (; count < bits; count += 8) {
        must(at < packed.length + 3);
        held |= packed[at++] << count;
      }
      return held & (1 << bits) - 1;
    }
    function take(bits) {
      const value = peek(bits);
      held >>>= bits;
      count -= bits;
      return value;
    }
    function symbol(codes) {
      const found = codes[peek(15) & codes.length - 1];
      must(found);
      take(found & 15);
      return found >> 4;
    }
    function put(byte) {
      must(size < LARGEST);
      if (size === out.length) {
        const wider = new Uint8Array(2 * size);
        wider.set(out);
        out = wider;
      }
      out[size++] = byte;
    }
    function stored() {
      take(count & 7);
      let left = take(16);
      for (take(16); left--;) put(take(8));
    }
    function brought() {
      const literals = take(5) + 257, all = [], sizes = filled(19, 0), end = literals + take(5) + 1;
      for (let left = take(4) + 4, next = 0; next < left; next++) sizes[ORDER[next]] = take(3);
      const codes = table(sizes);
      while (all.length < end) {
        const code = symbol(codes), value = code < 16 ? code : code > 16 ? 0 : all[all.length - 1];
        for (let times = code < 16 ? 1 : code > 17 ? take(7) + 11 : take(code - 14) + 3; times--;) all.push(value);
      }
      return [table(all.slice(0, literals)), table(all.slice(literals, end))];
    }
    function block([literals, distances]) {
      for (let code; (code = symbol(literals)) !== 256;) {
        if (code < 256) {
          put(code);
          continue;
        }
        must(code = LENGTHS[code - 257]);
        let left = code[1] + take(code[0]);
        must(code = DISTANCES[symbol(distances)]);
        const back = code[1] + take(code[0]);
        for (must(back <= size); left--;) put(out[size - back]);
      }
    }
    for (let last = 0; !last;) {
      last = take(1);
      const kind = take(2);
      must(kind < 3);
      if (kind) block(kind > 1 ? brought() : fixed());
      else stored();
    }
    must(at - (count >> 3) <= packed.length);
    return out.slice(0, size);
  };
})(globalThis.gongkai);
