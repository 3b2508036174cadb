// @ts-check
/**
 * Which child of a node is which child of its newer form.
 *
 * Children that bear the same id, or the same words, are the same when they stand in the same
 * order; what lies between those is paired by its sort. Nothing is ever moved: a moved element
 * loses its focus and its state in most browsers, so the few that change places are made anew.
 */
(function (preview) {
  "use strict";

  /** What a node is known by: its id, or its sort and words. @param {Node} node */
  const keyOf = (node) => {
    if (!(node instanceof Element)) return `${node.nodeType} ${node.nodeValue}`;
    return node.id ? `${node.nodeName}#${node.id}` : `${node.nodeName} ${node.textContent}`;
  };

  /** Whether one may become the other. @param {Node} a @param {Node} b */
  const alike = (a, b) =>
    a.nodeType === b.nodeType &&
    a.nodeName === b.nodeName &&
    (!(a instanceof Element) || !(b instanceof Element) || a.id === b.id);

  preview.alike = alike;

  /**
   * The places of keys that occur once; others have -1.
   * @param {string[]} keys
   * @returns {Map<string, number>}
   */
  const places = (keys) => {
    const found = new Map();
    keys.forEach((key, at) => found.set(key, found.has(key) ? -1 : at));
    return found;
  };

  /**
   * The longest run of pairs that rise on both sides; the pairs come sorted by the first.
   * @param {Array<[number, number]>} pairs
   */
  const rising = (pairs) => {
    /** Positions in `pairs`: the end of the best run of each length. @type {number[]} */
    const ends = [];
    const before = pairs.map((pair, at) => {
      let low = 0;
      let high = ends.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (pairs[ends[middle]][1] < pair[1]) low = middle + 1;
        else high = middle;
      }
      ends[low] = at;
      return low > 0 ? ends[low - 1] : -1;
    });
    const run = [];
    for (let at = ends.length > 0 ? ends[ends.length - 1] : -1; at >= 0; at = before[at]) run.push(pairs[at]);
    return run.reverse();
  };

  /**
   * Pairs what is alike between two anchors, in order.
   * @param {[Node[], number, number]} left nodes, from, to
   * @param {[Node[], number, number]} right the same
   * @param {Array<[number, number]>} pairs takes what is found
   */
  const fill = ([a, from, to], [b, start, end], pairs) => {
    let i = from;
    let j = start;
    while (i < to && j < end) {
      if (alike(a[i], b[j])) pairs.push([i++, j++]);
      else if (to - i > end - j) i += 1;
      else j += 1;
    }
  };

  /**
   * Pairs of positions, rising on both sides.
   * @param {Node[]} a
   * @param {Node[]} b
   * @returns {Array<[number, number]>}
   */
  preview.align = (a, b) => {
    // The way down to one changed word is all of this kind, and keys read whole subtrees.
    if (a.length === 1 && b.length === 1) return alike(a[0], b[0]) ? [[0, 0]] : [];
    const keys = a.map(keyOf);
    const there = places(b.map(keyOf));
    const once = places(keys);
    /** @type {Array<[number, number]>} */
    const sure = [];
    keys.forEach((key, at) => {
      const other = there.get(key);
      if (once.get(key) === at && other !== undefined && other >= 0) sure.push([at, other]);
    });
    /** @type {Array<[number, number]>} */
    const pairs = [];
    let [i, j] = [0, 0];
    for (const [at, other] of rising(sure)) {
      fill([a, i, at], [b, j, other], pairs);
      pairs.push([at, other]);
      [i, j] = [at + 1, other + 1];
    }
    fill([a, i, a.length], [b, j, b.length], pairs);
    return pairs;
  };
})((window.gongkaiPreview = window.gongkaiPreview || {}));
