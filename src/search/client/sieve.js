/**
 * Which documents may be results: filters, the first so many, and how many have
 * which values.
 */
(function (gongkai) {
  'use strict';

  /** What can be filtered and counted; the year comes with the manifest. */
  const FIELDS = ["column", "topic", "issuer", "validity", "kind", "year"];

  /**
   * The segments, the oldest first.
   * @param {Object} manifest
   * @returns {Segment[]} What `rank.js` says of it.
   */
  function segments(manifest) {
    let base = 0;
    return manifest.segments.map((info) => {
      const { years, docs } = info, of = new Uint8Array(docs), values = years.map(([year]) => (year ? String(year) : ""));
      years.reduce((at, [, count], value) => (of.fill(value, at, at + count), at + count), 0);
      let last = 0;
      const split = new Set((info.split || []).map((step) => (last += step)));
      base += docs;
      return { ...info, split, year: (doc) => years[of[doc]][0], base: base - docs, low: 0, high: docs, shards: {},
        columns: { year: { values, of } } };
    });
  }

  /**
   * The filters that count.
   * @param {Object<string, string[]>} [filters]
   * @returns {Array<[string, string[]]>}
   */
  const active = (filters) => FIELDS.map((field) => [field, [].concat((filters || {})[field] || [])])
    .filter((filter) => filter[1].length);

  /**
   * Gives what was found its `pool`, the documents that are in the range and not dead, and which
   * filters each of them `fails`, a bit each.
   * @param {Found} found
   * @param {Array<[string, string[]]>} filters
   */
  function settle(found, filters) {
    const { segment, hits, all } = found, pool = new Uint32Array(segment.docs);
    let size = 0;
    for (const doc of segment.dead || []) hits[doc] = 0;
    for (let doc = segment.low; doc < segment.high; doc++) if (hits[doc] === all) pool[size++] = doc;
    found.pool = pool.subarray(0, size);
    found.fails = new Uint8Array(size);
    filters.forEach(function ([field, wanted], bit) {
      const { values, of } = segment.columns[field];
      const fails = values.map((value) => !value.split("\t").some((part) => wanted.includes(part)));
      found.pool.forEach((doc, at) => (found.fails[at] |= fails[of[doc]] << bit));
    });
    const inside = (doc) => hits[doc] === all && doc >= segment.low && doc < segment.high;
    found.sure = !size || (found.sure && !found.doubts.some((docs) => docs.some(inside)));
    return found;
  }

  /**
   * How many documents have which value of a field. Its own filter does not count for it, so that
   * who has chosen one value sees what another one would add.
   * @param {Found[]} founds
   * @param {string} field
   * @param {Array<[string, string[]]>} filters
   * @param {Set<number>} failed Documents that were found wrongly.
   * @returns {Array<[string, number]>} The most frequent first, years from the newest.
   */
  function counts(founds, field, filters, failed) {
    const total = new Map(), own = filters.reduce((bits, [name], at) => (name === field ? 1 << at : bits), 0);
    for (const { segment, pool, fails } of founds) {
      const { values, of } = segment.columns[field], tally = new Uint32Array(values.length);
      pool.forEach(function (doc, at) {
        if (!(fails[at] & ~own) && !failed.has(segment.base + doc)) tally[of[doc]]++;
      });
      values.forEach((value, at) => tally[at] && value.split("\t").forEach(function (part) {
        if (part) total.set(part, (total.get(part) || 0) + tally[at]);
      }));
    }
    return Array.from(total).sort(field === "year" ? (a, b) => b[0] - a[0] : (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  /** The highest of some numbers, falling. */
  function top(keys, count) {
    const kept = new Float64Array(2 * count + 1000);
    let size = 0, least = -1;
    // From the end, where the newest documents are: among equals they are the highest.
    for (let at = keys.length; at--;) {
      if (keys[at] > least) kept[size++] = keys[at];
      if (size < kept.length) continue;
      kept.sort().copyWithin(0, size - count);
      size = count;
      least = kept[0];
    }
    return kept.subarray(0, size).sort().reverse().subarray(0, count);
  }

  gongkai.sieve = { FIELDS, segments, active, settle, top, counts };
})(globalThis.gongkai);
