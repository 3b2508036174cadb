/**
 * Which documents of a segment have what is asked for, and their order: in whole numbers only,
 * so that the reader of the command line gets the same to the last digit.
 */
(function (gongkai) {
  "use strict";

  /** What an impact of 0 to 3 is worth; 3 is the title, the numbers and the issuer. */
  const WORTH = [1, 2, 3, 8];

  /** What a document of the newest year gets on top, of the year before …, in hundredths. */
  const RECENCY = [10, 8, 6, 5, 4, 3, 2, 2, 1, 1];

  /** Flags of a document: not all by its own words; perhaps with a number that was asked for. */
  const OTHER = 1, KEYED = 2;

  const NONE = { docs: [], impacts: [] };

  /** Decoded lists, in all so many postings. */
  const lists = new gongkai.Shelf(1 << 22);

  /**
   * What is looked for, see `plan.js`: `grams` are the positions looked up, two or three code
   * points each, `of` what a segment has of it.
   * @typedef {{text: string, squashed: string, runs: number[][], grams: number[][], weight: number,
   *   of: Map<Segment, {found: Object[], held: {docs: Uint32Array, impacts: Uint8Array}, df: number,
   *   sure: boolean}>}} Term
   * @typedef {{wanted: {terms: Term[], keyed: Map<Segment, number[]>}[], unwanted: Term[],
   *   keyed: Map<Segment, number[]>}} Plan
   */

  /**
   * What was found in a segment. `hits`, `scores` and `flags` are by document; one with `all` hits
   * has everything by its grams. Unless `sure` only its text tells whether it truly has, and only
   * its text tells for the documents in `doubts`.
   * @typedef {{segment: Segment, hits: Uint8Array, all: number, scores: Uint32Array,
   *   flags: Uint8Array, sure: boolean, doubts: ArrayLike<number>[]}} Found
   */

  /** How rare a word is that `df` of `items` documents have: 1 and up. */
  const idf = (items, df) => 32 - Math.clz32(Math.max(1, Math.floor((items + 1) / (df + 1))));

  /** The shard of the grams that begin with two characters. */
  const address = (segment, a, b) => (a & (2 ** segment.ka - 1)) << segment.kb | b & (2 ** segment.kb - 1);

  /** The list of a position: of its triple if that is stored, else of its pair. */
  function listOf(segment, [a, b, c]) {
    const id = address(segment, a, b), shard = segment.shards.get(id);
    const triple = c ? gongkai.listAt(shard, a, b, c) : -1;
    const list = triple < 0 ? gongkai.listAt(shard, a, b) : triple;
    return { id, shard, list, triple: triple >= 0, df: list < 0 ? 0 : shard.sizes[list] >>> 1 };
  }

  function postings(segment, { id, shard, list, df }) {
    if (!df) return NONE;
    const key = `${segment.name}/${id}/${list}`;
    return lists.get(key) || lists.put(key, gongkai.postings(shard, list, segment.docs), df);
  }

  /** The documents of both, with the lower impact; `few` is the shorter. */
  function meet(few, many) {
    const docs = new Uint32Array(few.docs.length), impacts = new Uint8Array(few.docs.length);
    const end = many.docs.length;
    let size = 0;
    for (let next = 0, at = 0; next < few.docs.length; next++) {
      const doc = few.docs[next];
      let step = 1;
      while (at + step < end && many.docs[at + step] < doc) step *= 2;
      at = gongkai.seek(many.docs, doc, at, Math.min(at + step, end));
      if (many.docs[at] !== doc) continue;
      docs[size] = doc;
      impacts[size++] = Math.min(few.impacts[next], many.impacts[at]);
    }
    return { docs: docs.subarray(0, size), impacts: impacts.subarray(0, size) };
  }

  /**
   * What a segment has of a term. `sure` means that the documents hold the term and not only its
   * grams: it is one run of two characters, or of three whose triple is stored. Runs may stand
   * apart in a text, and so may grams.
   */
  function look(segment, term) {
    const found = term.grams.map((gram) => listOf(segment, gram));
    const rising = found.slice().sort((one, other) => one.df - other.df);
    const df = found.length && rising[0].df, length = term.runs.length === 1 && term.runs[0].length;
    return {
      df,
      held: df ? rising.slice(1).reduce((held, one) => meet(held, postings(segment, one)), postings(segment, rising[0])) : NONE,
      sure: found.length > 0 && (length === 2 || (length === 3 && found[0].triple)),
      covered: found.length > 0,
    };
  }

  /** Looks all terms up in all segments, and weighs them. */
  function lookUp(plan, segments, items) {
    const terms = plan.wanted.reduce((all, unit) => all.concat(unit.terms), plan.unwanted);
    for (const term of terms) {
      for (const segment of segments) term.of.set(segment, look(segment, term));
      term.weight = idf(items, segments.reduce((df, segment) => df + term.of.get(segment).df, 0));
    }
  }

  /**
   * Of the documents of a number those that hold half of the grams of its 代字; not all of them,
   * because brackets inside it keep some apart.
   */
  function keyed(segment, docs, prefix) {
    const held = prefix.grams.map((gram) => postings(segment, listOf(segment, gram)).docs);
    const has = (doc) => held.filter((list) => list[gongkai.seek(list, doc, 0, list.length)] === doc).length;
    return docs.filter((doc) => has(doc) * 2 >= held.length);
  }

  /** The documents of a segment that have everything wanted, by their grams or numbers. */
  function candidates(segment, plan) {
    const docs = segment.docs, units = plan.wanted.filter((unit) => unit.terms[0].grams.length);
    const hits = new Uint8Array(docs), scores = new Uint32Array(docs), flags = new Uint8Array(docs);
    const all = units.length || 1, whole = plan.keyed.get(segment) || [];
    units.forEach(function (unit, past) {
      const other = unit.terms.length > 1 && new Uint8Array(docs);
      function hit(doc, more, flag) {
        if (hits[doc] !== past) return;
        hits[doc]++;
        scores[doc] += more;
        flags[doc] |= flag;
      }
      unit.terms.forEach(function (term, position) {
        const held = term.of.get(segment).held;
        for (let at = 0; at < held.docs.length; at++) {
          const doc = held.docs[at], more = term.weight * WORTH[held.impacts[at]];
          if (!position) hit(doc, more, 0);
          else if (more > other[doc]) other[doc] = more;
        }
      });
      if (other) other.forEach((more, doc) => more && hit(doc, more, OTHER));
      for (const doc of unit.keyed.get(segment) || []) {
        hit(doc, 0, OTHER);
        flags[doc] |= KEYED;
      }
    });
    for (const doc of whole) {
      if (hits[doc] < all) scores[doc] = 0;
      flags[doc] |= hits[doc] < all ? KEYED | OTHER : KEYED;
      hits[doc] = all;
    }
    const sure = plan.wanted.every((unit) => !unit.key && unit.terms.every((term) => term.of.get(segment).sure));
    return { segment, hits, all, scores, flags, sure, doubts: [whole] };
  }

  /** The grams that are wanted, each with its weight; one that no document has weighs nothing. */
  function weigh(plan, segments, items) {
    const grams = plan.wanted.reduce((all, unit) => all.concat(unit.terms[0].grams), []);
    plan.grams = grams.map(function (gram) {
      const df = segments.reduce((sum, segment) => sum + listOf(segment, gram).df, 0);
      return { gram, weight: df && idf(items, df) };
    });
    plan.total = plan.grams.reduce((sum, one) => sum + one.weight, 0);
  }

  /** The documents that have at least half of what is wanted by weight, and a third of the grams. */
  function nearest(segment, plan) {
    const docs = segment.docs, scores = new Uint32Array(docs), hits = new Uint8Array(docs);
    for (const { gram, weight } of plan.grams) {
      for (const doc of postings(segment, listOf(segment, gram)).docs) {
        scores[doc] += weight;
        hits[doc]++;
      }
    }
    hits.forEach(function (count, doc) {
      hits[doc] = count && count * 3 >= plan.grams.length && scores[doc] * 2 >= plan.total ? 1 : 0;
    });
    return { segment, hits, all: 1, scores, flags: new Uint8Array(docs), sure: true, doubts: [] };
  }

  /**
   * What a segment has, without what surely has something that is not wanted.
   * @param {Segment} segment
   * @param {Plan} plan
   * @param {boolean} near Whether most of it is enough.
   * @returns {Found}
   */
  function find(segment, plan, near) {
    const found = (near ? nearest : candidates)(segment, plan);
    for (const term of plan.unwanted) {
      const of = term.of.get(segment);
      if (of.sure) of.held.docs.forEach((doc) => (found.hits[doc] = 255));
      else if (of.covered) found.doubts.push(of.held.docs);
      else found.sure = false;
    }
    return found;
  }

  /** The words by which a document has what is wanted where they are not those asked for. */
  function via(segment, doc, plan) {
    return plan.wanted.map(function ({ terms }) {
      const worth = terms.map(function (term) {
        const { docs, impacts } = term.of.get(segment).held, at = gongkai.seek(docs, doc, 0, docs.length);
        return docs[at] === doc ? term.weight * WORTH[impacts[at]] : 0;
      });
      const best = Math.max.apply(null, worth);
      return worth[0] || !best ? "" : terms[worth.indexOf(best)].text;
    }).filter(Boolean).join("、");
  }

  /** The score of a document with what its year adds. */
  const first = (found, doc, newest) =>
    found.scores[doc] * (100 + (RECENCY[newest - found.segment.year(doc)] || 0));

  /**
   * The first order as one number, the best the highest: numbers before words before synonyms,
   * then the score, then the newer document.
   */
  function order(found, doc, newest) {
    const tier = found.flags[doc] & KEYED ? 2 : 1 - (found.flags[doc] & OTHER);
    return (tier * 2 ** 22 + first(found, doc, newest)) * 2 ** 26 + found.segment.base + doc;
  }

  const length = (text) => Array.from(text).length;

  /** The second score, with title and validity. `phrase` is all that is wanted, squashed. */
  function second(score, first, meta, phrase) {
    const title = gongkai.squash(meta[2]);
    let total = first;
    if (phrase && title.includes(phrase)) {
      total += title === phrase ? 1e6 : score * (title.startsWith(phrase) ? 50 : Math.floor(30 * length(phrase) / length(title)));
    }
    return /^已?(废止|失效)$/.test(meta[7]) ? Math.floor(total * 85 / 100) : total;
  }

  /** The highest of some numbers, falling. */
  function top(keys, count) {
    const kept = new Float64Array(2 * count + 1000);
    let size = 0, least = -1;
    for (let at = 0; at < keys.length; at++) {
      if (keys[at] <= least) continue;
      kept[size++] = keys[at];
      if (size < kept.length) continue;
      kept.sort();
      kept.copyWithin(0, size - count);
      size = count;
      least = kept[0];
    }
    return kept.subarray(0, size).sort().reverse().subarray(0, count);
  }

  gongkai.rank = { KEYED, OTHER, address, lookUp, keyed, weigh, find, via, first, order, second, top };
})(globalThis.gongkai = globalThis.gongkai || {});
