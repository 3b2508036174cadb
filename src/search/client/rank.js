/**
 * Which documents of a segment have what is asked for, and their order: in whole numbers only,
 * so that the reader of the command line gets the same to the last digit.
 */
(function (gongkai) {
  'use strict';

  /** What an impact of 0 to 3 is worth; 3 is the title, the 发文字号 and the issuer. */
  const WORTH = [1, 2, 3, 8];

  /** What a document of the newest year gets on top, of the year before …, in hundredths. */
  const RECENCY = [10, 8, 6, 5, 4, 3, 2, 2, 1, 1];

  /** Flags of a document: not all by its own words; perhaps with a number that was asked for. */
  const OTHER = 1, KEYED = 2;

  const NONE = { docs: [], impacts: [] };

  /** Decoded lists, in all so many postings. */
  const lists = new gongkai.Shelf(1 << 22);

  /**
   * A segment while a query runs: what the manifest says of it, and what was loaded of it. `base`
   * counts the documents of older segments; those in the range of days are from `low` to before `high`.
   * @typedef {{name: string, docs: number, ka: number, kb: number, nb: number, base: number,
   *   low: number, high: number, days?: Promise<void>, year: (doc: number) => number, split: Set<number>,
   *   shards: Object<string, Shard>,
   *   columns: Object<string, {values: string[], of: ArrayLike<number>}>}} Segment
   */

  /**
   * What is looked for, see `plan.js`: `grams` are the positions looked up, two or three code
   * points each, `of` is what a segment has of it, with its documents in `held`.
   * @typedef {{docs: ArrayLike<number>, impacts: ArrayLike<number>}} Postings
   * @typedef {{text: string, squashed: string, runs: number[][], grams: number[][], weight: number,
   *   of: Map<Segment, {held: Postings, df: number, sure: boolean}>}} Term
   * @typedef {{key: string, prefix: string, term: Term}} NumberKey
   * @typedef {{wanted: {terms: Term[], key: ?NumberKey, keyed: Map<Segment, number[]>}[],
   *   unwanted: Term[], key: ?NumberKey, keyed: Map<Segment, number[]>, indexKey: ?string,
   *   phrase: string, terms: Term[], units: string[]}} Plan
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
  const address = (segment, [a, b]) => (a & (1 << segment.ka) - 1) << segment.kb | b & (1 << segment.kb) - 1;

  /** The file of a gram: its shard, or of a large one the part in which a triple is. */
  function file(segment, gram) {
    const id = address(segment, gram), name = id.toString(16);
    return gram[2] && segment.split.has(id) ? `${name}-${gram[2] % 8}` : name;
  }

  /** Where the list of a gram is; below 0 if it has none. */
  const find = (segment, gram) => gongkai.listAt(segment.shards[file(segment, gram)], gram);

  /** Whether a triple is stored. */
  const holds = (segment, triple) => find(segment, triple) >= 0;

  /** The list of a position: of its triple if that is stored, else of its pair. */
  function listOf(segment, gram) {
    const sure = gram.length === 2 || holds(segment, gram), of = sure ? gram : gram.slice(0, 2);
    const name = file(segment, of), shard = segment.shards[name], list = find(segment, of);
    return { name, shard, list, sure, df: list < 0 ? 0 : shard.sizes[list] };
  }

  function postings(segment, { name, shard, list, df }) {
    const key = [segment.name, name, list].join();
    return df ? lists.get(key) || lists.put(key, gongkai.postings(shard, list), df) : NONE;
  }

  /** Where a document is in a list; -1 if it is not there. */
  function place({ docs }, doc) {
    const at = gongkai.seek(docs, doc, 0, docs.length);
    return docs[at] === doc ? at : -1;
  }

  /** The documents of both, with the lower impact; `few` is the shorter. */
  function meet(few, many) {
    const docs = new Uint32Array(few.docs.length), impacts = new Uint8Array(docs.length), end = many.docs.length;
    let size = 0;
    for (let next = 0, at = 0; next < docs.length; next++) {
      const doc = few.docs[next];
      if (many.docs[at + 16] < doc) {
        let step = 32;
        while (many.docs[at + step] < doc) step *= 2;
        at = gongkai.seek(many.docs, doc, at, Math.min(at + step, end));
      }
      while (many.docs[at] < doc) at++;
      if (many.docs[at] !== doc) continue;
      docs[size] = doc;
      impacts[size++] = Math.min(few.impacts[next], many.impacts[at]);
    }
    return { docs: docs.subarray(0, size), impacts };
  }

  /**
   * What a segment has of a term. `sure` means that the documents hold the term and not only its
   * grams: it is one run of two characters, or of three whose triple is stored. Runs may stand
   * apart in a text, and so may grams.
   */
  function look(segment, { grams, runs }) {
    const found = grams.filter((gram) => !gram.tail || !holds(segment, gram.tail)).map((gram) => listOf(segment, gram)), first = found[0];
    const rising = found.slice().sort((one, other) => one.df - other.df), df = first ? rising[0].df : 0;
    const held = df ? rising.map((one) => postings(segment, one)).reduce(meet) : NONE;
    return { df, held, sure: first && !runs[1] && runs[0].length < 4 && first.sure };
  }

  /** Looks all terms up in all segments, and weighs them. */
  function lookUp(plan, segments, items) {
    for (const term of plan.terms) {
      term.of = new Map(segments.map((segment) => [segment, look(segment, term)]));
      term.weight = idf(items, Array.from(term.of.values()).reduce((df, of) => df + of.df, 0));
    }
  }

  /**
   * Of the documents of a number those that hold half of the grams of its 代字; not all of them,
   * because brackets inside it keep some apart.
   */
  function keyed(segment, docs, { grams }) {
    const held = grams.map((gram) => postings(segment, listOf(segment, gram)));
    return docs.filter((doc) => held.filter((list) => place(list, doc) >= 0).length * 2 >= held.length);
  }

  /** Arrays with a place for each document of a segment. */
  const empty = (segment) => ({ segment, hits: new Uint8Array(segment.docs), scores: new Uint32Array(segment.docs),
    flags: new Uint8Array(segment.docs), all: 1, sure: true, doubts: [] });

  /** The documents of a segment that have everything wanted, by their grams or numbers. */
  function candidates(segment, plan) {
    const found = empty(segment), { hits, scores, flags } = found, whole = plan.keyed.get(segment);
    const units = plan.wanted.filter((unit) => unit.terms[0].grams[0]), all = found.all = units.length || 1;
    units.forEach(({ terms, keyed }, past) => {
      const other = terms[1] && new Uint8Array(segment.docs);
      const hit = (doc, more, flag) => {
        if (hits[doc] !== past) return;
        hits[doc]++;
        scores[doc] += more;
        flags[doc] |= flag;
      };
      terms.forEach(({ of, weight }, position) => {
        const { docs, impacts } = of.get(segment).held;
        docs.forEach((doc, at) => {
          const more = weight * WORTH[impacts[at]];
          if (!position) hit(doc, more, 0);
          else if (more > other[doc]) other[doc] = more;
        });
      });
      if (other) other.forEach((more, doc) => more && hit(doc, more, OTHER));
      for (const doc of keyed.get(segment) || []) {
        hit(doc, 0, OTHER);
        flags[doc] |= KEYED;
      }
    });
    for (const doc of whole) {
      if (hits[doc] < all) {
        scores[doc] = 0;
        flags[doc] |= OTHER;
      }
      flags[doc] |= KEYED;
      hits[doc] = all;
    }
    found.sure = plan.wanted.every(({ key, terms }) => !key && terms.every(({ of }) => of.get(segment).sure));
    found.doubts.push(whole);
    return found;
  }

  /**
   * What a segment has, without what surely has something that is not wanted.
   * @param {Segment} segment
   * @param {Plan} plan
   * @param {function(Segment, Plan): Found} [near] where most of it is enough
   * @returns {Found}
   */
  function match(segment, plan, near) {
    const found = (near || candidates)(segment, plan);
    for (const { of, grams } of plan.unwanted) {
      const { sure, held: { docs } } = of.get(segment);
      if (sure) docs.forEach((doc) => (found.hits[doc] = 255));
      else if (grams[0]) found.doubts.push(docs);
      else found.sure = false;
    }
    return found;
  }

  /** The words by which a document has what is wanted where they are not those asked for. */
  function via({ found: { segment }, doc }, plan) {
    return plan.wanted.map(({ terms }) => {
      const worth = terms.map(({ of, weight }) => {
        const { held } = of.get(segment), at = place(held, doc);
        return at < 0 ? 0 : weight * WORTH[held.impacts[at]];
      });
      const best = Math.max(...worth);
      return worth[0] || !best ? '' : terms[worth.indexOf(best)].text;
    }).filter(Boolean).join('、');
  }

  /** The score of a document with what its year adds. */
  const first = ({ scores, segment }, doc, newest) => scores[doc] * (100 + (RECENCY[newest - segment.year(doc)] || 0));

  /**
   * The first order as one number, the best the highest: numbers before words before synonyms,
   * then the score, then the newer document.
   */
  const order = (found, doc, newest) => ((found.flags[doc] & KEYED ? 2 : 1 - found.flags[doc]) * 2 ** 22 +
    first(found, doc, newest)) * 2 ** 26 + found.segment.base + doc;

  const length = (text) => Array.from(text).length;

  /** The second score, with title and validity; `phrase` is all that is wanted, squashed. */
  function second({ found, doc, meta }, phrase, newest) {
    const title = gongkai.squash(meta[2]), total = first(found, doc, newest) + (!phrase || !title.includes(phrase) ? 0 :
      title === phrase ? 1e6 :
        found.scores[doc] * (title.startsWith(phrase) ? 50 : Math.floor(30 * length(phrase) / length(title))));
    return /^已?(废止|失效)$/.test(meta[7]) ? Math.floor(total * 85 / 100) : total;
  }

  gongkai.rank = { KEYED, OTHER, address, file, holds, lookUp, keyed, match, via, order, second, idf, listOf, postings, empty };
})(globalThis.gongkai);
