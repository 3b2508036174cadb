/**
 * Ranges of days: which segments may have something in one, and which of their documents.
 */
(function (gongkai) {
  'use strict';

  const DAY = 864e5;

  const start = (year) => Date.UTC(year, 0, 1) / DAY;

  /**
   * A year, a month or a day as days since 1970-01-01.
   * @param {string} [text] `2023`, `2023-10` or `2023-10-08`.
   * @param {boolean} last Its last day, else its first.
   * @returns {number|undefined} Nothing for what is no date.
   */
  function bound(text, last) {
    const [, year, month, day] = /^(\d{4})(?:-(0?[1-9]|1[0-2]))?(?:-(\d\d?))?$/.exec(text) || [];
    if (!year) return undefined;
    const first = Date.UTC(year, (month || 1) - 1, day || 1);
    if (new Date(first).getUTCDate() !== +(day || 1)) return undefined;
    return (day || !last ? first : Date.UTC(+year + !month, month || 0) - DAY) / DAY;
  }

  /** Days since 1970-01-01 of the documents, ascending; 0 for no date. */
  function days(bytes, docs) {
    const front = gongkai.cursor(bytes), all = new Uint32Array(docs);
    for (let doc = 0, day = 0; doc < docs; doc++) all[doc] = day += front.next();
    front.end();
    return all;
  }

  /** Takes the days of a segment, of which some lie outside of the range. */
  async function cut(segment, low, high) {
    const { name, docs } = segment;
    const all = await gongkai.store.read(`${name}/days.bin`, "d", (bytes) => days(bytes, docs));
    segment.low = gongkai.seek(all, Math.max(1, low), 0, docs);
    segment.high = gongkai.seek(all, high + 1, 0, docs);
  }

  /**
   * @param {Segment[]} segments
   * @param {{from?: string, to?: string}} range Both ends belong to it.
   * @returns {Promise<Segment[]>} Those that may have something in the range; `days` of one
   *   resolves when it is known which documents have.
   */
  gongkai.ranged = async function (segments, range) {
    const [low = -Infinity, high = Infinity] = [bound(range.from, false), bound(range.to, true)];
    if (low === -Infinity && high === Infinity) return segments;
    return segments.filter((segment) => {
      const dated = segment.years.map((pair) => pair[0]).filter(Boolean);
      if (dated.every((year) => start(year + 1) - 1 < low || start(year) > high)) return false;
      segment.low = segment.years.reduce((sum, [year, count]) => sum + (year ? 0 : count), 0);
      if (dated.some((year) => start(year) < low || start(year + 1) - 1 > high)) segment.days = cut(segment, low, high);
      return true;
    });
  };
})(globalThis.gongkai);
