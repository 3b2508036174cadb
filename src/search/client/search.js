/**
 * `gongkai.search`: one search from the query to the answer. Two rounds of requests after the
 * manifest, shards and then metas, and a third for the texts of what is shown.
 */
(function (gongkai) {
  'use strict';

  const { store, rank, sieve, excerpt } = gongkai, { table, column, shards, load } = gongkai.loader;

  /** So many candidates are all read where grams leave a doubt, and then the count is exact. */
  const FEW = 12;

  /**
   * So many candidates are ordered among themselves by their titles: blocks, because in a window that
   * grows with the page a candidate would have another place on the next one.
   */
  const BLOCK = 16;

  /** So many texts more than four times what is shown are read in search of true matches, in so many rounds. */
  const SPARE = 160, ROUNDS = 6;

  /** A candidate by its key of the first order, with its meta. */
  async function meet(run, key) {
    const id = key % 2 ** 26, found = run.founds.filter((one) => one.segment.base <= id).pop();
    const { segment } = found, doc = id - segment.base;
    const metas = await store.read(`${segment.name}/m${doc >> 2}.bin`, "m", gongkai.metas);
    gongkai.must(metas[doc & 3]);
    return { id, key, found, segment, doc, meta: metas[doc & 3] };
  }

  /** Whether a document has the number that a unit, or the query as a whole, is. */
  const has = (asked, meta) => asked.key && gongkai.numberMatches(asked.key, meta[4]);

  const numbered = (plan, meta) => has(plan, meta) || (plan.indexKey && plan.indexKey === gongkai.squash(meta[5]));

  /** Candidates with their metas, in their final order if they begin the list. */
  async function candidates(run, keys) {
    const { plan } = run, list = await Promise.all(Array.from(keys, (key) => meet(run, key)));
    if (list.some((one) => one.meta[9] & 1)) await table();
    if (run.byDate) return list.sort((one, other) => other.id - one.id);
    for (const one of list) {
      const { found, doc, meta } = one, flags = found.flags[doc];
      const pinned = flags & rank.KEYED && (numbered(plan, meta) || plan.wanted.some((unit) => has(unit, meta)));
      const second = rank.second(one, plan.phrase, run.newest);
      one.order = [pinned ? 2 : 1 - (flags & rank.OTHER), second, one.key];
    }
    return list.sort((one, other) => other.order[0] - one.order[0] || other.order[1] - one.order[1] || other.key - one.key);
  }

  /** Reads the texts of candidates. */
  const texts = (list) => Promise.all(list.map(async function (one) {
    const name = one.meta[0];
    one.lines = await store.read(`t/${name.slice(0, 2)}/${name.slice(2)}.bin`, "t", gongkai.lines);
  }));

  /** Of candidates, those whose words pass; the others are marked as failed. */
  async function judge(run, list, near) {
    const { plan } = run;
    await texts(list);
    return list.filter(function ({ meta, lines, id }) {
      const words = [2, 4, 5, 6].map((at) => gongkai.squash(meta[at])).concat(lines.map(excerpt.squashed)).join("\n");
      const holds = (term) => words.includes(term.squashed);
      const passes = (near || numbered(plan, meta) || plan.wanted.every((unit) => has(unit, meta) || unit.terms.some(holds))) &&
        !plan.unwanted.some(holds);
      if (!passes) run.failed.add(id);
      return passes;
    });
  }

  /**
   * Finds the candidates of all segments.
   * @param {function(Segment, Plan): Found} [near] instead of those that have everything
   */
  function gather(run, near) {
    const { plan, segments, filters, newest } = run, keys = [], pool = [];
    run.founds = segments.map((segment) => sieve.settle(rank.match(segment, plan, near), filters));
    for (const found of run.founds) {
      found.pool.forEach(function (doc, at) {
        const key = run.byDate && !near ? found.segment.base + doc : rank.order(found, doc, newest);
        if (!found.fails[at]) keys.push(key);
        else if (pool.length <= FEW) pool.push(key);
      });
    }
    Object.assign(run, { keys, hidden: pool, failed: new Set(), sure: run.founds.every((found) => found.sure) });
  }

  /** Candidates of the first order from one position to before another, each block in its order. */
  async function ordered(run, from, to) {
    const { keys } = run, size = keys.length <= FEW ? FEW : BLOCK, blocks = [];
    const first = from - from % size, best = sieve.top(keys, to + size - 1 - (to + size - 1) % size);
    for (let at = first; at < Math.min(to, keys.length); at += size) blocks.push(candidates(run, best.subarray(at, at + size)));
    return [].concat(...await Promise.all(blocks)).slice(from - first, to - first);
  }

  /** The matches of the page that is wanted; see `reader/inquiry.rs`. */
  async function passing(run, offset, wanted) {
    const { keys, hidden, sure } = run, count = keys.length, all = count + hidden.length <= FEW;
    run.exact = sure || count <= FEW;
    if (sure) return ordered(run, offset, wanted);
    if (all) await judge(run, await candidates(run, hidden));
    let passed = [], at = 0;
    if (run.exact) passed = await judge(run, await ordered(run, 0, count));
    else for (let round = 0; round < ROUNDS && passed.length < wanted; round++) {
      const missing = wanted - passed.length;
      const end = Math.min(at + (round ? Math.max(3 * missing, at) : missing), 4 * wanted + SPARE, count);
      passed.push(...await judge(run, await ordered(run, at, end)));
      at = end;
    }
    run.exact = run.exact || at === count;
    run.vain = wanted && count && !passed.length;
    return passed.slice(offset, wanted);
  }

  /** A candidate as it is shown; of its meta, what results do not tell can be its passage. */
  function shown(run, one, groups, near) {
    const { meta, lines } = one, [, path, title, date, number, index, issuer, validity, label] = meta;
    const facts = [["索引号", index], ["发文机关", issuer]].filter((fact) => fact[1]).map((fact) => ({ sign: "=", id: "", text: fact.join("：") }));
    const passage = excerpt.passage(lines.concat(facts), groups), { anchor } = passage;
    return { url: anchor ? `${path}#${anchor}` : path, title, titleMarks: excerpt.marked(title, groups), excerpt: passage.excerpt,
      date, number, issuer, validity, label, anchor, via: near ? "" : rank.via(one, run.plan) };
  }

  async function results(run, page, groups, near) {
    await texts(page);
    return page.map((one) => shown(run, one, groups, near));
  }

  /** @param {boolean} [dense] whether every gram of the query is looked up */
  async function answer(query, asked, dense) {
    const manifest = await store.manifest();
    if (gongkai.needsTraditional(query)) await table();
    const synonyms = manifest.synonyms || [], plain = (text) => gongkai.normalize(text).text;
    // A query may be a number, and so may a synonym with a year.
    if (!gongkai.bucket && (/\d/.test(plain(query)) || /(19|20)\d\d/.test(plain(synonyms.join())))) await gongkai.more();
    const plan = gongkai.read(query, synonyms, dense);
    const nothing = { count: 0, exact: true, partial: false, results: [], facets: {}, suggestions: [], units: plan.units };
    const searchable = plan.key || plan.indexKey || plan.wanted.some((unit) => unit.key || unit.terms[0].grams.length);
    if (!searchable) return nothing;
    const { offset = 0, limit = 10, facets } = asked, filters = sieve.active(asked.filters), wanted = offset + limit;
    let segments = sieve.segments(manifest);
    if (asked.from || asked.to) segments = await gongkai.ranged(segments, asked);
    const newest = Math.max(...manifest.segments.flatMap((one) => one.years.map((year) => year[0])));
    const run = { plan, segments, filters, offset, wanted, byDate: asked.sort === "date", items: manifest.items, newest };
    await Promise.all(segments.map((segment) => load(segment, plan, filters)));
    rank.lookUp(plan, segments, manifest.items);
    gather(run);
    // More than a few are in doubt: to ask all grams is fewer bytes than to read texts.
    if (!run.sure && run.keys.length + run.hidden.length > FEW && gongkai.sparse(plan)) return answer(query, asked, true);
    const fields = sieve.FIELDS.filter((field) => facets === true || (facets || []).includes(field));
    const counted = run.founds.filter((found) => found.pool.length);
    const columns = Promise.all(counted.map((found) => Promise.all(fields.map((field) => column(found.segment, field)))));
    const [passed] = await Promise.all([passing(run, offset, wanted), columns]);
    const { keys, hidden, failed } = run;
    const right = hidden.filter((key) => !failed.has(key % 2 ** 26)).length;
    const found = keys.length + hidden.length - right - failed.size;
    if (run.vain || !(found || right)) return gongkai.near(run, nothing);
    const groups = plan.wanted.map((unit) => unit.terms.map((term) => term.squashed));
    const list = await results(run, passed, groups, false);
    for (const field of fields) nothing.facets[field] = sieve.counts(counted, field, filters, failed);
    return { ...nothing, count: found, exact: run.exact, results: list };
  }

  gongkai.inquiry = { candidates, judge, gather, results };

  /**
   * Searches.
   * @param {string} query
   * @param {{filters?: Object<string, string[]>, from?: string, to?: string, sort?: "relevance"|"date",
   *   offset?: number, limit?: number, facets?: string[]|boolean}} [asked] Filters by field, a document
   *   needs one value of each; days, months or years that are both in the range; the fields that are
   *   counted (`column`, `topic`, `issuer`, `validity`, `kind`, `year`).
   * @returns {Promise<{count: number, exact: boolean, partial: boolean, results: Object[],
   *   facets: Object<string, Array<[string, number]>>, suggestions: string[], units: string[], ms: number}>}
   *   A result has `url` (from the folder above `search/`), `title`, `titleMarks`, `excerpt`, `date`,
   *   `number`, `issuer`, `validity`, `label`, `anchor`, `via`.
   * @throws SearchError with a `code`: `offline`, `missing`, `damaged`, `unsupported`.
   */
  gongkai.search = async function (query, asked) {
    const begun = Date.now();
    for (let again = true; ; again = false) {
      try {
        const found = await answer(query, asked || {});
        if (!found.count || found.partial) found.suggestions = await gongkai.corrections(query).catch(() => []);
        return { ...found, ms: Date.now() - begun };
      } catch (error) {
        // A new index may have been put in the place of the one whose files are asked for.
        if (!again || error.code !== "missing") throw error;
        store.renew();
      }
    }
  };
})(globalThis.gongkai);
