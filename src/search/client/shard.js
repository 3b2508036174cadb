/**
 * Shards of grams: which documents hold which two or three characters in a row. A list is
 * decoded only when a query asks for it; the others are stepped over.
 */
(function (gongkai) {
  'use strict';

  const must = gongkai.must;

  /**
   * A shard: the keys of its lists, and where these are.
   * @typedef {{pairs: number[], first: number[], thirds: number[], sizes: number[],
   *   lists: Uint32Array, bytes: Uint8Array}} Shard
   * `pairs` ascend, each `a * 2^21 + b`; the lists of pair `i` are those from `first[i]` to
   * before `first[i + 1]`: its own, then one for each third character. `sizes` are `h`,
   * `lists` where a list begins and, after all lists, where its impacts begin.
   */

  /**
   * @param {Uint8Array} bytes The payload.
   * @param {number} id The number of the shard.
   * @param {{ka: number, kb: number, docs: number}} segment
   * @returns {Shard}
   */
  gongkai.shard = function (bytes, id, segment) {
    const cursor = new gongkai.Cursor(bytes), low = 2 ** segment.kb;
    const pairs = [], first = [], thirds = [], sizes = [];
    /** Calls `each` with every value of an ascending row. */
    function row(each) {
      for (let left = cursor.next(), value = 0, next = 0; left--; next = 1) {
        const step = cursor.next();
        value += step;
        must((step || !next) && value < 0x110000);
        each(value);
      }
    }
    function list(third) {
      const size = cursor.next(), df = size >>> 1;
      must(df && df <= segment.docs && (size & 1) === +(df * 8 > segment.docs));
      thirds.push(third);
      sizes.push(size);
    }
    row((a) => row((b) => {
      first.push(sizes.length);
      pairs.push((a * 2 ** segment.ka + Math.floor(id / low)) * 2 ** 21 + b * low + id % low);
      list(0);
      row(list);
    }));
    first.push(sizes.length);
    return { pairs, first, thirds, sizes, bytes, lists: places(bytes, cursor.at, sizes, segment.docs) };
  };

  /** Where lists and impacts begin. */
  function places(bytes, at, sizes, docs) {
    const count = sizes.length, found = new Uint32Array(2 * count);
    sizes.forEach(function (size, list) {
      found[list] = at;
      if (size & 1) at += (docs + 7) >> 3;
      else for (let left = size >>> 1; left; left -= +(bytes[at++] < 128)) must(at < bytes.length);
    });
    sizes.forEach(function (size, list) {
      found[count + list] = at;
      at += ((size >>> 1) + 3) >> 2;
    });
    must(at === bytes.length);
    return found;
  }

  /** @returns {number} The first position in ascending values whose value is not below. */
  gongkai.seek = function (values, value, low, high) {
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /**
   * The position of a gram's list in a shard.
   * @param {Shard} shard
   * @param {number[]} gram two or three code points
   * @returns {number} -1 if the shard has none
   */
  gongkai.listAt = function ({ pairs, first, thirds }, [a, b, c = 0]) {
    const key = a * 2 ** 21 + b, pair = gongkai.seek(pairs, key, 0, pairs.length), end = first[pair + 1];
    const list = pairs[pair] === key ? gongkai.seek(thirds, c, first[pair], end) : end;
    return list < end && thirds[list] === c ? list : -1;
  };

  /**
   * The postings of a list.
   * @param {Shard} shard
   * @param {number} list
   * @param {number} count Documents of the segment.
   * @returns {{docs: Uint32Array, impacts: Uint8Array}} Ascending.
   */
  gongkai.postings = function (shard, list, count) {
    const bytes = shard.bytes, size = shard.sizes[list], df = size >>> 1;
    const docs = new Uint32Array(df), impacts = new Uint8Array(df);
    let at = shard.lists[list], found = 0;
    if (size & 1) {
      for (let doc = 0; doc < count; at++, doc += 8) {
        for (let byte = bytes[at], bit = doc; byte; byte >>= 1, bit++) if (byte & 1) docs[found++] = bit;
      }
      must(found === df && docs[df - 1] < count);
    } else {
      for (let doc = 0; found < df; doc++) {
        let byte = bytes[at++];
        if (byte > 127) {
          byte &= 127;
          for (let shift = 7, more = 128; more > 127; shift += 7) {
            more = bytes[at++];
            byte += (more & 127) * 2 ** shift;
          }
        }
        doc += byte;
        must(doc < count);
        docs[found++] = doc;
      }
    }
    at = shard.lists[shard.sizes.length + list];
    for (let next = 0; next < df; next++) impacts[next] = bytes[at + (next >> 2)] >> (next & 3) * 2 & 3;
    return { docs, impacts };
  };
})(globalThis.gongkai = globalThis.gongkai || {});
