/**
 * Unpacks raw deflate. Browsers have had it built in since 2023 only, and for files of a few
 * kilobytes their streams take longer than this does; so small files always come here.
 */
(function (gongkai) {
  "use strict";

  /** The most bytes that a file may unpack to; a hostile one must not eat the memory. */
  const LARGEST = 1 << 26;

  /** The order in which the lengths of the code of lengths are written. */
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  /**
   * Least values and extra bits of the codes of lengths or distances.
   * @param {number} count Codes.
   * @param {number} base The least value of the first one.
   * @param {number} group Codes that share a number of extra bits, as a power of two.
   * @returns {{base: number[], extra: number[]}}
   */
  function steps(count, base, group) {
    const found = { base: [], extra: [] };
    for (let code = 0; code < count; code++) {
      const extra = Math.max(0, (code >> group) - 1);
      found.base.push(base);
      found.extra.push(extra);
      base += 1 << extra;
    }
    return found;
  }

  const LENGTHS = steps(28, 3, 2);
  LENGTHS.base.push(258);
  LENGTHS.extra.push(0);
  const DISTANCES = steps(30, 1, 1);

  /**
   * A table from the next bits to `symbol << 4 | length`; 0 where no code begins so.
   * @param {number[]} lengths The length of the code of each symbol, 0 for none.
   * @returns {Uint16Array} Its size is a power of two.
   */
  function table(lengths) {
    const most = Math.max.apply(null, lengths);
    const found = new Uint16Array(1 << most);
    let code = 0;
    for (let length = 1; length <= most; length++, code <<= 1) {
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== length) continue;
        let start = 0;
        for (let bit = 0; bit < length; bit++) start |= ((code >> bit) & 1) << (length - 1 - bit);
        if (code++ >> length) throw gongkai.fault("damaged");
        for (; start < found.length; start += 1 << length) found[start] = symbol << 4 | length;
      }
    }
    return found;
  }

  /**
   * @param {Uint8Array} packed Raw deflate.
   * @returns {Uint8Array}
   * @throws SearchError `damaged`
   */
  gongkai.inflate = function (packed) {
    let at = 0, held = 0, count = 0, size = 0;
    let out = new Uint8Array(packed.length * 4 + 64);

    function fill(bits) {
      for (; count < bits; count += 8) {
        // The last code may be shorter than what is looked at, so a few bytes more are zero.
        if (at > packed.length + 2) throw gongkai.fault("damaged");
        held |= (at < packed.length ? packed[at] : 0) << count;
        at++;
      }
    }
    function take(bits) {
      fill(bits);
      const value = held & ((1 << bits) - 1);
      held >>>= bits;
      count -= bits;
      return value;
    }
    function symbol(codes) {
      fill(15);
      const found = codes[held & (codes.length - 1)], length = found & 15;
      if (!length) throw gongkai.fault("damaged");
      held >>>= length;
      count -= length;
      return found >> 4;
    }
    function room(more) {
      if (size + more <= out.length) return;
      if (size + more > LARGEST) throw gongkai.fault("damaged");
      const larger = new Uint8Array((size + more) * 2);
      larger.set(out);
      out = larger;
    }
    function stored() {
      at -= count >> 3;
      held = count = 0;
      const length = packed[at] | packed[at + 1] << 8;
      at += 4;
      if (!(at + length <= packed.length)) throw gongkai.fault("damaged");
      room(length);
      out.set(packed.subarray(at, at + length), size);
      at += length;
      size += length;
    }
    function lengths() {
      const literals = take(5) + 257, distances = take(5) + 1, sizes = new Array(19).fill(0);
      for (let left = take(4) + 4, next = 0; next < left; next++) sizes[ORDER[next]] = take(3);
      const codes = table(sizes), all = [];
      while (all.length < literals + distances) {
        const code = symbol(codes);
        let value = code, times = 1;
        if (code > 15) {
          value = code > 16 ? 0 : all[all.length - 1];
          times = code > 17 ? take(7) + 11 : 3 + take(code - 14);
        }
        while (times--) all.push(value);
      }
      return [table(all.slice(0, literals)), table(all.slice(literals, literals + distances))];
    }
    function block(codes) {
      for (let code; (code = symbol(codes[0])) !== 256;) {
        room(258);
        if (code < 256) {
          out[size++] = code;
          continue;
        }
        code -= 257;
        const length = LENGTHS.base[code] + take(LENGTHS.extra[code]);
        code = symbol(codes[1]);
        let from = size - DISTANCES.base[code] - take(DISTANCES.extra[code]);
        if (!(length && from >= 0)) throw gongkai.fault("damaged");
        for (const end = size + length; size < end;) out[size++] = out[from++];
      }
    }
    for (let last = 0; !last;) {
      last = take(1);
      const kind = take(2);
      if (!kind) stored();
      else if (kind === 1) block(fixed());
      else if (kind === 2) block(lengths());
      else throw gongkai.fault("damaged");
    }
    if (at - (count >> 3) > packed.length) throw gongkai.fault("damaged");
    return out.subarray(0, size);
  };

  function fixed() {
    const lengths = [];
    for (let code = 0; code < 288; code++) {
      lengths.push(code < 144 ? 8 : code < 256 ? 9 : code < 280 ? 7 : 8);
    }
    return [table(lengths), table(new Array(30).fill(5))];
  }
})(globalThis.gongkai = globalThis.gongkai || {});
