/**
 * What is looked for: the query with its synonyms and numbers.
 */
(function (gongkai) {
  'use strict';

  /** A phrase with the grams of the positions that are looked up; see `rank.js`. */
  const term = (unit, places) => ({
    text: unit.text,
    squashed: unit.squashed,
    runs: unit.runs,
    grams: places.map(({ run, at }) => unit.runs[run].slice(at, at + 3)),
    of: new Map(),
  });

  const alone = (unit) => term(unit, gongkai.plan({ units: [unit] })[0]);

  /** A term and all other terms of the groups in which it is; none if it has no grams itself. */
  function alike(own, groups) {
    const terms = [own];
    const same = (text) => gongkai.squash(text) === own.squashed;
    for (const group of own.grams.length ? groups : []) {
      for (const text of group.some(same) ? group : []) {
        const other = alone(gongkai.unit(text));
        if (other.grams.length && !terms.some((one) => one.squashed === other.squashed)) terms.push(other);
      }
    }
    return terms;
  }

  /** A document number with its 代字 as a term of one run. */
  function numbered(number) {
    const chars = Array.from(number.prefix, (char) => char.codePointAt(0));
    return Object.assign({}, number, { term: alone({ text: "", squashed: "", runs: [chars] }) });
  }

  /**
   * @param {string} query
   * @param {string[][]} groups Words that mean the same.
   * @returns {Plan} See `rank.js`. A wanted unit has a `key` if it is a document number; the plan
   *   has one if the query is as a whole, and an `indexKey` if it may be an 索引号.
   */
  gongkai.read = function (query, groups) {
    const parsed = gongkai.parse(query), places = gongkai.plan(parsed);
    const plan = { wanted: [], unwanted: [], keyed: new Map(), key: parsed.number && numbered(parsed.number), indexKey: parsed.indexKey };
    parsed.units.forEach(function (unit, at) {
      const own = term(unit, places[at]);
      if (unit.not) {
        plan.unwanted.push(own);
        return;
      }
      const number = plan.key && gongkai.numberKey(unit.text);
      const is = number && number.key === plan.key.key && number.prefix === plan.key.prefix;
      plan.wanted.push({ terms: alike(own, groups), key: is ? plan.key : null, keyed: new Map() });
      if (is) plan.key = null;
    });
    plan.phrase = plan.wanted.map((unit) => unit.terms[0].squashed).join("");
    plan.units = plan.wanted.map((unit) => unit.terms[0].text);
    return plan;
  };
})(globalThis.gongkai = globalThis.gongkai || {});
