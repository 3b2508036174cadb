/**
 * Shards of grams: which documents hold which two or three characters in a row. A list is
 * decoded only when a query asks for it; the others are stepped over.
 */
(function (gongkai) {
  'use strict';

  const must = gongkai.must;

  /**
   * A shard: the keys of its lists, and where these are.
   * @typedef {{pairs: number[], first: number[], thirds: number[], sizes: number[], owners: number[],
   *   impacts: number[], lists: number[], bytes: Uint8Array, docs: number}} Shard
   * `pairs` ascend, each `a * 2^21 + b`; the lists of pair `i` are those from `first[i]` to
   * before `first[i + 1]`: its own, then one for each third character. `sizes` is how many each
   * holds, `owners` the list of the pair whose documents a triple counts in, -1 of a pair and in a part; `impacts`
   * tells the byte where its impacts begin, `lists` the bit where it begins itself.
   */

  /**
   * @param {Uint8Array} bytes The payload.
   * @param {number} id The number of the shard.
   * @param {{ka: number, kb: number, docs: number}} segment
   * @param {boolean} [part] Whether it is a part, with triples only.
   * @returns {Shard}
   */
  gongkai.shard = function (bytes, id, segment, part) {
    const cursor = gongkai.cursor(bytes), low = 2 ** segment.kb, { docs } = segment;
    const pairs = [], first = [], thirds = [], sizes = [], owners = [], impacts = [], lists = [];
    const shard = { pairs, first, thirds, sizes, owners, impacts, lists, bytes, docs };
    /** Calls `each` with every value of an ascending row. */
    function row(each) {
      for (let left = cursor.next(), value = 0, next = 0; left--; next = 1) {
        const step = cursor.next();
        value += step;
        must((step || !next) && value < 0x110000);
        each(value);
      }
    }
    function key(third) {
      const list = sizes.length, size = cursor.next();
      owners.push(third && !part ? first[first.length - 1] : -1);
      must(size && size <= room(shard, list));
      thirds.push(third);
      sizes.push(size);
    }
    row((a) => row((b) => {
      first.push(sizes.length);
      pairs.push((a * 2 ** segment.ka + Math.floor(id / low)) * 2 ** 21 + b * low + id % low);
      if (!part) key(0);
      // A triple that ends with nothing would pass for the pair.
      row((third) => {
        must(third);
        key(third);
      });
    }));
    first.push(sizes.length);
    let at = cursor.place();
    for (const size of sizes) {
      impacts.push(at);
      at += (size + 3) >> 2;
    }
    at *= 8;
    sizes.forEach((_, list) => {
      lists.push(at);
      at = places(shard, list);
    });
    must((at + 7) >> 3 === bytes.length && !(bytes[at >> 3] >> (at & 7)));
    return shard;
  };

  /** The most that a list can hold: of a triple, as many documents as its pair has. */
  const room = ({ sizes, owners, docs }, list) => (owners[list] < 0 ? docs : sizes[owners[list]]);

  /**
   * Reads a list: places in its room, ascending.
   * @param {Uint32Array} [found] Where to put them.
   * @returns {number} The bit after it.
   */
  function places(shard, list, found) {
    const { bytes } = shard, size = shard.sizes[list], count = room(shard, list), end = bytes.length * 8;
    const k = 31 - Math.clz32(Math.max(1, Math.floor(count * 177 / (256 * size)))), low = (1 << k) - 1;
    let at = shard.lists[list];
    for (let next = 0, place = 0; next < size; next++, place++) {
      for (; !(bytes[at >> 3] >> (at & 7) & 1); at++) {
        must(at < end);
        place += low + 1;
      }
      const byte = ++at >> 3;
      place += (bytes[byte] | bytes[byte + 1] << 8 | bytes[byte + 2] << 16 | bytes[byte + 3] << 24) >>> (at & 7) & low;
      at += k;
      must(place < count && at <= end);
      if (found) found[next] = place;
    }
    return at;
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
   * @returns {{docs: Uint32Array, impacts: Uint8Array}} Ascending.
   */
  gongkai.postings = function (shard, list) {
    const size = shard.sizes[list], owner = shard.owners[list], at = shard.impacts[list];
    const docs = new Uint32Array(size), impacts = new Uint8Array(size);
    places(shard, list, docs);
    for (let next = 0; next < size; next++) impacts[next] = shard.bytes[at + (next >> 2)] >> (next & 3) * 2 & 3;
    if (owner < 0) return { docs, impacts };
    const all = new Uint32Array(room(shard, list));
    places(shard, owner, all);
    return { docs: docs.map((place) => all[place]), impacts };
  };
})(globalThis.gongkai);
