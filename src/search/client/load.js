/**
 * Loads what a segment needs for a query, most of it here: shards of grams and columns of facets. All
 * that is known to be needed is asked for at once.
 */
(function (gongkai) {
  'use strict';

  const { store, rank } = gongkai;

  /** Loads the table of traditional forms. */
  async function table() {
    if (!gongkai.traditional) gongkai.setTraditional(await store.text("traditional.txt"));
  }

  async function column(segment, field) {
    const none = { values: [""], of: new Uint8Array(segment.docs) };
    segment.columns[field] = segment.columns[field] || (field in segment.bytes
      ? await store.read(`${segment.name}/f-${field}.bin`, "f", (bytes) => gongkai.column(bytes, segment.docs)) : none);
  }

  /** Loads the files of grams. */
  const files = (segment, grams) => Promise.all(Array.from(new Map(grams.map((gram) => [rank.file(segment, gram), gram])), async ([name, gram]) => {
    const shard = (bytes) => gongkai.shard(bytes, rank.address(segment, gram), segment, /-/.test(name));
    segment.shards[name] = await store.read(`${segment.name}/${name}.bin`, "g", shard);
  }));

  /** Loads the shards of grams; of a large one the part, and the shard itself where that lacks the triple. */
  async function shards(segment, grams) {
    await files(segment, grams);
    await files(segment, grams.filter((gram) => !gram[2] || !rank.holds(segment, gram)).map((gram) => gram.slice(0, 2)));
  }

  /** The shards of terms; those of a last pair only where the triple before it does not hold it already. */
  async function words(segment, terms) {
    const grams = terms.flatMap((term) => term.grams);
    await shards(segment, grams.filter((gram) => !gram.tail));
    await shards(segment, grams.filter((gram) => gram.tail && !rank.holds(segment, gram.tail)));
  }

  /** Loads what a segment needs for a plan, as much at once as can be. */
  async function load(segment, plan, filters) {
    const keys = plan.wanted.concat(plan).filter((one) => one.key);
    const waiting = [words(segment, plan.terms), ...keys.map((one) => shards(segment, one.key.term.grams))];
    const found = keys.map((one) => gongkai.bucket(segment, one.key.key));
    const index = plan.indexKey ? gongkai.bucket(segment, plan.indexKey) : [];
    await Promise.all(waiting.concat(found, index, segment.days, filters.map(([field]) => column(segment, field))));
    for (const [at, one] of keys.entries()) one.keyed.set(segment, rank.keyed(segment, await found[at], one.key.term));
    const whole = (plan.keyed.get(segment) || []).concat(await index);
    plan.keyed.set(segment, Array.from(new Set(whole)));
  }

  gongkai.loadTraditional = table;
  gongkai.loader = { table, column, shards, load };
})(globalThis.gongkai);
