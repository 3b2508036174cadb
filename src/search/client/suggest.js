/**
 * Suggestions while typing, and what was probably meant when nothing is found. The twin of
 * `suggest/lookup.rs`, which says more; both give the same answers in the same order.
 *
 * Needs the normal form of texts, and of `gongkai.store` the files of text and JSON.
 */
(function (gongkai) {
  'use strict';

  /** What the number of an entry's kind means. */
  const KINDS = ['institution', 'topic', 'keyword', 'column', 'phrase', 'title'];
  const TITLE = 5;
  const SHOWN = 8;
  const TERMS = 5;
  const CORRECTIONS = 3;
  const LONGEST = 24;
  const HAN = /[\u3400-\u9fff]/;

  /** @typedef {[string, number, string=]} Entry text, kind, path */
  /** @typedef {{more: string, list: Entry[]}} File */

  /** @param {string} text @returns {string[]} */
  const plain = (text) => Array.from(gongkai.squash(text));

  /**
   * A file that is missing or damaged is as one with nothing in it.
   * @param {string[]} key @returns {Promise<File>}
   */
  function file(key) {
    const name = key.map((c) => (HAN.test(c) ? '-' + c.charCodeAt(0).toString(16) : c)).join('');
    return gongkai.store.json('suggest/k-' + name.replace(/^-/, '') + '.json')
      .catch(() => ({ more: '', list: [] }));
  }

  /** The first characters and pairs of letters that have a file. */
  const keys = () => gongkai.store.text('suggest/keys.txt').catch(() => '');

  /** @typedef {Map<string, string[]>} Table How characters sound. */

  /** @type {Table|null} */
  let table = null;

  /** @returns {Promise<Table>} */
  async function sounds() {
    if (table) return table;
    const map = new Map();
    const text = await gongkai.store.text('pinyin.txt').catch(() => '');
    for (const line of text.split('\n')) {
      const sound = /^[a-z]*/.exec(line)[0];
      if (!sound) continue;
      for (const c of line.slice(sound.length)) map.set(c, (map.get(c) || []).concat(sound));
    }
    if (map.size) table = map;
    return map;
  }

  /** The items of a list before the first that does not pass. */
  function head(list, pass) {
    const end = list.findIndex((item) => !pass(item));
    return end < 0 ? list : list.slice(0, end);
  }

  /** @param {string[]} typed */
  const han = (typed) => head(typed, (c) => HAN.test(c));

  /**
   * What the files along a key list, the longest key first, each text once.
   * @param {string[]} key @returns {Promise<Entry[]>}
   */
  async function along(key) {
    let length = key.length && HAN.test(key[0]) ? 1 : 2;
    if (key.length < length || !(await keys()).includes(key.slice(0, length).join(''))) return [];
    let list = [];
    for (let deeper = true; deeper; length++) {
      const found = await file(key.slice(0, length));
      list = found.list.concat(list);
      deeper = length < key.length && found.more.includes(key[length]);
    }
    const seen = new Set();
    return list.filter(([text, kind]) => KINDS[kind] && !seen.has(text) && seen.add(text));
  }

  /**
   * The longest key for what was typed: Chinese as it is, or letters; a Chinese character after
   * letters counts as its first.
   */
  function keyOf(typed, map) {
    if (HAN.test(typed[0])) return han(typed);
    const letters = typed.map((c) => (/[a-z0-9]/.test(c) ? c : (map.get(c) || [''])[0].slice(0, 1)));
    return head(letters, Boolean);
  }

  /**
   * Whether typing so may mean a text that begins so: each character is typed as itself, as its
   * pinyin, as its initial (zh, ch and sh count as one), and the last may be unfinished.
   */
  function begins(text, typed, map) {
    let reached = [0];
    for (const c of text) {
      const next = new Set();
      for (const at of reached) {
        if (typed[at] === c) next.add(at + 1);
        for (const sound of map.get(c) || []) {
          let same = 0;
          while (same < sound.length && sound[same] === typed[at + same]) same++;
          if (!same) continue;
          if (at + same === typed.length) return true;
          next.add(at + 1).add(at + (same > 1 && sound[1] === 'h' ? 2 : 1));
          if (same === sound.length) next.add(at + same);
        }
      }
      if (next.has(typed.length)) return true;
      reached = Array.from(next);
    }
    return false;
  }

  /** A term answers from its start, a title anywhere. */
  function fits([shown, kind], typed, map) {
    const text = plain(shown);
    const starts = kind === TITLE ? text : text.slice(0, 1);
    return starts.some((_, at) => begins(text.slice(at), typed, map));
  }

  /**
   * What begins with what was typed: Chinese, full pinyin, initials or a mixture. At most eight,
   * terms before titles.
   * @param {string} prefix
   * @returns {Promise<{text: string, kind: string, url?: string}[]>}
   */
  gongkai.suggest = async function (prefix) {
    if (gongkai.needsTraditional(prefix)) await gongkai.loadTraditional().catch(() => {});
    const typed = plain(prefix);
    if (!typed.length || typed.length > LONGEST) return [];
    const map = typed.every((c) => HAN.test(c)) ? new Map() : await sounds();
    const found = (await along(keyOf(typed, map))).filter((entry) => fits(entry, typed, map));
    const titles = found.filter(([, kind]) => kind === TITLE);
    const room = SHOWN - Math.min(titles.length, SHOWN - TERMS);
    return found.filter(([, kind]) => kind !== TITLE).slice(0, room).concat(titles).slice(0, SHOWN)
      .map(([text, kind, url]) => Object.assign({ text, kind: KINDS[kind] }, url && { url }));
  };

  /** Whether two texts of the same length sound the same. */
  function soundsAs(a, b, map) {
    const of = (c) => map.get(c) || [];
    return a.length === b.length &&
      a.every((c, i) => c === b[i] || of(c).some((sound) => of(b[i]).includes(sound)));
  }

  /** Whether one wrong, missing, extra or swapped character makes the difference. */
  function oneSlip(a, b) {
    let head = 0;
    while (head < a.length && a[head] === b[head]) head++;
    let tail = 0;
    const [m, n] = [a.length - head, b.length - head];
    while (tail < m && tail < n && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
    if (m - tail === 2 && n - tail === 2) return a[head] === b[head + 1] && a[head + 1] === b[head];
    return Math.max(m, n) - tail === 1;
  }

  /** Lists of entries that come at the same time, one after the other, titles left out. */
  const terms = async (lists) =>
    [].concat(...await Promise.all(lists)).filter(([, kind]) => kind !== TITLE);

  /** The files of what begins or sounds like this. @returns {Promise<Entry[]>[]} */
  function near(typed, map) {
    const rest = head(typed.slice(1).map((c) => (map.get(c) || [''])[0]), Boolean).join('');
    const keys = (map.get(typed[0]) || []).map((sound) => Array.from(sound + rest));
    return [han(typed)].concat(keys).map(along);
  }

  /** Terms that the whole query may stand for: those that sound the same first. */
  async function whole(typed, map) {
    const lists = near(typed, map).concat(along(han(typed.slice(1))));
    const texts = (await terms(lists)).map(([shown]) => [shown, plain(shown)])
      .filter(([, text]) => text.join('') !== typed.join(''));
    const slip = (text) => Math.max(text.length, typed.length) > 2 && oneSlip(text, typed);
    return texts.filter(([, text]) => soundsAs(text, typed, map))
      .concat(texts.filter(([, text]) => slip(text))).map(([shown]) => shown);
  }

  /** The query with the stretch at a place replaced by terms that sound the same. */
  async function inside(typed, at, map) {
    const found = [];
    for (const [shown] of await terms(near(typed.slice(at), map))) {
      const text = plain(shown);
      const end = at + text.length;
      const stretch = typed.slice(at, end);
      const other = text.length > 2 && text.length < typed.length && text.join('') !== stretch.join('');
      if (other && soundsAs(text, stretch, map)) {
        found.push(typed.slice(0, at).concat(text, typed.slice(end)).join(''));
      }
    }
    return found;
  }

  /**
   * What was probably meant by a query that finds nothing: queries to try instead, at most
   * three.
   * @param {string} query @returns {Promise<string[]>}
   */
  gongkai.corrections = async function (query) {
    const typed = plain(query);
    let found = [];
    if (/^[a-z]*$/.test(typed.join(''))) {
      found = (await gongkai.suggest(query)).filter((one) => one.kind !== 'title').map((one) => one.text);
    } else if (typed.length > 1 && typed.length <= LONGEST) {
      const map = await sounds();
      const places = typed.slice(0, Math.min(typed.length - 2, 10));
      const lists = [whole(typed, map)].concat(places.map((_, at) => inside(typed, at, map)));
      found = Array.from(new Set([].concat(...await Promise.all(lists))));
    }
    return found.slice(0, CORRECTIONS);
  };
})(globalThis.gongkai = globalThis.gongkai || {});
