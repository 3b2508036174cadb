/**
 * What is looked for: the query with its synonyms and numbers.
 */
(function (gongkai) {
  'use strict';

  /**
   * A phrase with the grams of the positions that are looked up; see `rank.js`. The last pair of a
   * run has as its `tail` the triple before it, if that is looked up too: where it is stored, it says
   * all that the pair can say.
   */
  function term({ text, squashed, runs }, places) {
    const grams = places.map(({ run, at }) => runs[run].slice(at, at + 3));
    places.forEach(({ run, at }, position) => {
      const before = places[position - 1];
      if (at && at === runs[run].length - 2 && before && before.run === run && before.at === at - 1) {
        grams[position].tail = grams[position - 1];
      }
    });
    return { text, squashed, runs, grams, of: new Map() };
  }

  /** Every position of a phrase. */
  const every = (unit) => unit.runs.flatMap((chars, run) => chars.slice(1).map((_, at) => ({ run, at })));

  const alone = (unit, dense) => term(unit, dense ? every(unit) : gongkai.plan({ units: [unit] })[0]);

  /** A query with more positions than this is not looked up in all of them. */
  const MOST = 48;

  /** How many grams of what is wanted a plan looks up; without one, how many there are. */
  const count = (plan, of) => plan.wanted.reduce((sum, unit) => unit.terms.reduce((all, one) => all + of(one).length, sum), 0);

  /** Whether a plan leaves out some grams of what is wanted, and not too many to look up all. */
  gongkai.sparse = function (plan) {
    const all = count(plan, every);
    return all <= MOST && count(plan, (one) => one.grams) < all;
  };

  /** A term and all other terms of the groups in which it is; none if it has no grams itself. */
  function alike(own, groups, dense) {
    const terms = [own];
    const same = (text) => gongkai.squash(text) === own.squashed;
    for (const group of own.grams.length ? groups : []) {
      for (const text of group.some(same) ? group : []) {
        const other = alone(gongkai.unit(text), dense);
        if (other.grams.length && !terms.some((one) => one.squashed === other.squashed)) terms.push(other);
      }
    }
    return terms;
  }

  /** A document number with its 代字 as a term of one run. */
  function numbered(number) {
    const chars = Array.from(number.prefix, (char) => char.codePointAt(0));
    return { ...number, term: alone({ text: "", squashed: "", runs: [chars] }) };
  }

  /**
   * @param {string} query
   * @param {string[][]} groups Words that mean the same.
   * @param {boolean} [dense] Whether all grams of what is wanted are looked up.
   * @returns {Plan} See `rank.js`. A wanted unit has a `key` if it is a document number; the plan
   *   has one if the query is as a whole, and an `indexKey` if it may be an 索引号.
   */
  gongkai.read = function (query, groups, dense) {
    const parsed = gongkai.parse(query), places = gongkai.plan(parsed);
    const plan = { wanted: [], unwanted: [], keyed: new Map(), key: parsed.number && numbered(parsed.number), indexKey: parsed.indexKey };
    parsed.units.forEach(function (unit, at) {
      const own = term(unit, dense && !unit.not ? every(unit) : places[at]);
      if (unit.not) {
        plan.unwanted.push(own);
        return;
      }
      const number = plan.key && gongkai.numberKey(unit.text);
      const is = number && number.key === plan.key.key && number.prefix === plan.key.prefix;
      plan.wanted.push({ terms: alike(own, groups, dense), key: is ? plan.key : null, keyed: new Map() });
      if (is) plan.key = null;
    });
    plan.phrase = plan.wanted.map((unit) => unit.terms[0].squashed).join("");
    plan.terms = plan.unwanted.concat(...plan.wanted.map((unit) => unit.terms));
    plan.units = plan.wanted.map((unit) => unit.terms[0].text);
    return plan;
  };
})(globalThis.gongkai);
