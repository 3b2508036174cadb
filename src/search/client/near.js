/**
 * The documents with most of what is wanted, where none has everything. Most searches find
 * something, so this comes with the script of the suggestions, when it is needed.
 */
(function (gongkai) {
  'use strict';

  /** So many are shown at most. */
  const FEW = 12;

  /** Whether a pair has a Han character. Of numbers and foreign words a part tells nothing. */
  const tells = (codes) => codes.some((code) => gongkai.classOf(String.fromCodePoint(code)) === 2);

  /** Gives the grams their weight; one that no document has weighs nothing. */
  function weigh(plan, grams, { segments, items }) {
    const { idf, listOf } = gongkai.rank;
    plan.total = 0;
    plan.grams = grams.map((gram) => {
      const df = segments.reduce((sum, segment) => sum + listOf(segment, gram).df, 0), weight = df && idf(items, df);
      plan.total += weight;
      return [gram, weight];
    });
  }

  /** The documents that have at least half of what is wanted by weight, and a third of the grams. */
  function nearest(segment, { grams, total }) {
    const { empty, listOf, postings } = gongkai.rank, found = empty(segment), { hits, scores } = found;
    for (const [gram, weight] of grams) {
      for (const doc of postings(segment, listOf(segment, gram)).docs) {
        scores[doc] += weight;
        hits[doc]++;
      }
    }
    hits.forEach((count, doc) => (hits[doc] = count && count * 3 >= grams.length && scores[doc] * 2 >= total));
    return found;
  }

  /** The phrases that are marked where only most is there: what was asked for, and its pairs that tell. */
  function pairs(plan) {
    const all = new Set();
    for (const { terms: [{ squashed, runs }] } of plan.wanted) {
      all.add(squashed);
      for (const run of runs) {
        for (let at = 1; at < run.length; at++) {
          const pair = [run[at - 1], run[at]];
          if (tells(pair)) all.add(String.fromCodePoint(...pair));
        }
      }
    }
    return Array.from(all, (phrase) => [phrase]);
  }

  /** @param {object} answer an empty one */
  gongkai.near = async function (run, answer) {
    const { candidates, judge, gather, results } = gongkai.inquiry, { plan, segments } = run;
    const grams = plan.wanted.flatMap((unit) => unit.terms[0].grams).filter((gram) => tells(gram.slice(0, 2)));
    await Promise.all(segments.map((segment) => gongkai.loader.shards(segment, grams)));
    weigh(plan, grams, run);
    gather(run, nearest);
    run.keys = gongkai.sieve.top(run.keys, FEW);
    let passed = await candidates(run, run.keys);
    if (plan.unwanted.length) passed = await judge(run, passed, true);
    const partial = passed.length > 0;
    const list = await results(run, passed.slice(run.offset, run.wanted), pairs(plan), true);
    return { ...answer, count: passed.length, exact: !partial, partial, results: list };
  };
})(globalThis.gongkai);
