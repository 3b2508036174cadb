/**
 * Which documents of a segment hold what is asked for, and their order, in whole numbers only,
 * so that the reader of the command line gets the same to the last digit.
 */
(function (gongkai) {
  "use strict";

  /** What an impact of 0 to 3 is worth; 3 is the title, the numbers and the issuer. */
  const WORTH = [1, 2, 3, 8];

  /** What a document of the newest year gets on top, of the year before …, in hundredths. */
  const RECENCY = [10, 8, 6, 5, 4, 3, 2, 2, 1, 1];

  /** Flags of a document in a segment. */
  const VIA = 1, KEYED = 2, BARE = 4;

  /** Decoded lists; the size is that of their documents. */
  const lists = new gongkai.Shelf(1 << 22);

  /**
   * A phrase that is looked for.
   * @typedef {{text: string, squashed: string, runs: number[][], grams: number[][]}} Term
   * `grams` are the positions looked up: two or three code points each.
   */

  /**
   * A segment while a query runs: its part of the manifest, and what was loaded of it.
   * @typedef {{name: string, docs: number, ka: number, kb: number, nb: number,
   *   years: number[][], dead: number[], base: number, low: number, high: number,
   *   shards: Map<number, Shard>}} Segment
   * `base` counts the documents of older segments; only those from `low` to before `high` lie
   * in the range of days.
   */

  /** How rare a word is that `df` of `items` documents have: 1 and up. */
  const idf = (items, df) => 32 - Math.clz32(Math.max(1, Math.floor((items + 1) / (df + 1))));

  /** The shard of the grams that begin with two characters. */
  gongkai.address = (segment, a, b) =>
    (a & (2 ** segment.ka - 1)) * 2 ** segment.kb + (b & (2 ** segment.kb - 1));

  /** The list of a position: of its triple if that is stored, else of its pair. */
  function listOf(segment, gram) {
    const id = gongkai.address(segment, gram[0], gram[1]), shard = segment.shards.get(id);
    const triple = gram[2] ? gongkai.find(shard, gram[0], gram[1], gram[2]) : -1;
    const list = triple < 0 ? gongkai.find(shard, gram[0], gram[1]) : triple;
    return { id, shard, list, triple: triple >= 0, df: list < 0 ? 0 : shard.sizes[list] >>> 1 };
  }

  function postings(segment, found) {
    if (!found.df) return { docs: [], impacts: [] };
    const key = `${segment.name}/${found.id}/${found.list}`;
    return lists.get(key) ||
      lists.put(key, gongkai.postings(found.shard, found.list, segment.docs), found.df);
  }

  /**
   * What a segment has of a term.
   * `sure` means that its documents hold the term and not only its grams: it is one run of two
   * characters, or of three whose triple is stored. Runs may stand apart, and so may grams.
   */
  function look(segment, term) {
    const found = term.grams.map((gram) => listOf(segment, gram));
    const length = found.length && term.runs.length === 1 ? term.runs[0].length : 0;
    return {
      found,
      df: Math.min.apply(null, found.map((one) => one.df).concat(found.length ? [] : 0)),
      sure: length === 2 || (length === 3 && found[0].triple),
    };
  }

  /** The documents that hold all grams of a term, each with the least impact. */
  function match(segment, of) {
    if (!of.df) return { docs: [], impacts: [] };
    const found = of.found.slice().sort((one, other) => one.df - other.df);
    let held = postings(segment, found[0]);
    for (const one of found.slice(1)) held = meet(held, postings(segment, one));
    return held;
  }

  /** The documents of both, with the lower impact; `few` is the shorter. */
  function meet(few, many) {
    const docs = new Uint32Array(few.docs.length), impacts = new Uint8Array(few.docs.length);
    const end = many.docs.length;
    let size = 0;
    for (let next = 0, at = 0; next < few.docs.length && at < end; next++) {
      const doc = few.docs[next];
      let step = 1;
      for (; at + step < end && many.docs[at + step] < doc; step *= 2);
      at = gongkai.seek(many.docs, doc, at + (step >> 1), Math.min(at + step + 1, end));
      if (at === end || many.docs[at] !== doc) continue;
      docs[size] = doc;
      impacts[size++] = Math.min(few.impacts[next], many.impacts[at]);
    }
    return { docs: docs.subarray(0, size), impacts: impacts.subarray(0, size) };
  }

  /** Whether a document is in a list. */
  function has(list, doc) {
    const at = gongkai.seek(list.docs, doc, 0, list.docs.length);
    return list.docs[at] === doc;
  }

  /**
   * Of the documents of a number, those that hold half of the grams of its 代字; not all of them,
   * because brackets inside it keep some apart.
   */
  gongkai.keyed = function (segment, docs, prefix) {
    const held = prefix.grams.map((gram) => postings(segment, listOf(segment, gram)));
    return docs.filter((doc) => 2 * held.filter((list) => has(list, doc)).length >= held.length);
  };

  /**
   * Looks a plan up in all segments: gives each `found` by unit and term, and each term its
   * weight `idf`.
   */
  gongkai.lookUp = function (plan, segments, items) {
    for (const unit of plan.wanted) {
      for (const term of unit.terms) {
        let df = 0;
        for (const segment of segments) {
          term.of = term.of || new Map();
          const found = look(segment, term);
          term.of.set(segment, found);
          df += found.df;
        }
        term.idf = idf(items, df);
      }
    }
  };

  /**
   * The documents of a segment that have everything wanted by their grams or numbers, with
   * `hits`, `scores` and `flags` by document.
   */
  gongkai.candidates = function (segment, plan) {
    const { docs } = segment, hits = new Uint8Array(docs);
    const scores = new Uint32Array(docs), flags = new Uint8Array(docs);
    const units = plan.wanted.filter((unit) => unit.terms[0].grams.length);
    const all = units.length || 1;
    units.forEach(function (unit, past) {
      const other = unit.terms.length > 1 && new Uint8Array(docs);
      const hit = function (doc, more, flag) {
        if (hits[doc] !== past) return;
        hits[doc]++;
        scores[doc] += more;
        flags[doc] |= flag;
      };
      unit.terms.forEach(function (term, position) {
        const held = match(segment, term.of.get(segment));
        held.docs.forEach(function (doc, at) {
          const more = term.idf * WORTH[held.impacts[at]];
          if (!position) hit(doc, more, 0);
          else if (more > other[doc]) other[doc] = more;
        });
      });
      if (other) other.forEach((more, doc) => more && hit(doc, more, VIA));
      for (const doc of unit.keyed.get(segment) || []) {
        hit(doc, 0, BARE);
        flags[doc] |= KEYED;
      }
    });
    for (const doc of plan.keyed.get(segment) || []) {
      if (hits[doc] < all) scores[doc] = 0, flags[doc] = BARE;
      flags[doc] |= KEYED;
      hits[doc] = all;
    }
    return { segment, hits, scores, flags, all };
  };
