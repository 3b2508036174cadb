/**
 * The standing parts of the search page: which of them show in which state, what the controls say.
 *
 * All parts and their words stand in the template; here they are only shown, hidden and filled.
 */
(function (gongkai) {
  "use strict";

  const { make, fill, chip } = gongkai.paint;
  const { FIELDS, write, bare } = gongkai.state;

  const part = (id) => document.getElementById(id);
  const show = (id, on) => {
    part(id).hidden = !on;
  };
  const root = part("search");
  /** The groups of filters, `<details data-field>`. */
  const groups = Array.from(root.querySelectorAll(".facet"));
  const groupOf = (field) => groups.filter((one) => one.getAttribute("data-field") === field)[0];

  /**
   * Names the state, and shows what belongs to it. While a search runs, the results before it stay.
   * @param {"idle"|"loading"|"done"|"failed"} name
   */
  function enter(name) {
    part("main").setAttribute("data-state", name);
    const still = name === "idle" || name === "failed";
    show("failed", name === "failed");
    show("start", name === "idle");
    show("fallback", still);
    show("scripts", false);
    show("filters", !still);
    if (name === "loading") return;
    ["tally", "partial", "pager", "empty", "words"].forEach((id) => show(id, false));
    if (still) fill(part("hits"), []);
  }

  /** Tells how the search went, to the eye and to a screen reader. @param {string} text */
  function say(text) {
    part("status").textContent = text;
    part("tally").querySelector("b").textContent = text;
  }

  /** The chips of a state, without the last one. */
  function chips(state) {
    const list = [];
    FIELDS.forEach((field) => {
      const name = groupOf(field).querySelector("summary").textContent;
      state[field].forEach((value) => {
        const left = state[field].filter((other) => other !== value);
        list.push(chip(`${name}：${value}`, write(state, { [field]: left, page: 1 })));
      });
    });
    const { from, to } = state;
    if (from || to) {
      const text = `日期：${from}${from ? "起" : ""}${from && to ? "，" : ""}${to}${to ? "止" : ""}`;
      list.push(chip(text, write(state, { from: "", to: "", page: 1 })));
    }
    return list;
  }

  /** Whatever the state alone tells: title, chips, links, controls. @param {State} state */
  function dress(state) {
    const site = root.getAttribute("data-site");
    document.title = `${state.q ? `${state.q} - ` : ""}搜索 - ${site}`;
    part("asked").textContent = state.q ? `搜索“${state.q}”的结果` : "搜索";
    const list = chips(state);
    part("filters").querySelector("small").textContent = list.length > 0 ? `已选 ${list.length} 个` : "";
    part("empty").querySelector("[data-when=filtered]").hidden = list.length === 0;
    part("empty").querySelector("[data-when=short]").hidden = Array.from(state.q).length > 1;
    const clear = write(bare(state));
    root.querySelector("[data-clear]").setAttribute("href", clear);
    if (list.length > 0) list.push(make("li", {}, [make("a", { href: clear }, ["清除全部"])]));
    fill(part("chosen"), list);
    show("chosen", list.length > 0);
    ["from", "to"].forEach((name) => {
      groupOf("date").querySelector(`[name=${name}]`).value = state[name];
    });
    root.querySelectorAll("[data-sort]").forEach((link) => {
      const sort = link.getAttribute("data-sort");
      link.setAttribute("href", write(state, { sort, page: 1 }));
      link.setAttribute("aria-current", String(sort === state.sort));
    });
  }

  /**
   * Offers words to search for.
   * @param {Array<string|{text: string, url?: string}>} list
   * @param {"meant"|"useful"} why what was perhaps meant, or what is generally asked for
   */
  function offer(list, why) {
    const links = list.map((word) => {
      const text = word.text || word;
      const href = word.url ? `./${word.url}` : write({ q: text });
      return make("li", {}, [make("a", { href }, [text])]);
    });
    const words = part("words");
    words.firstElementChild.textContent = words.getAttribute(`data-${why}`);
    fill(words.lastElementChild, links);
    show("words", links.length > 0);
  }

  /** Says what went wrong. @param {string} code one of the codes of the template's texts */
  function fail(code) {
    enter("failed");
    const shown = code === "missing" && location.protocol === "file:" ? "folder" : code;
    part("failed").querySelectorAll("[data-when]").forEach((text) => {
      text.hidden = text.getAttribute("data-when") !== shown;
      if (!text.hidden) say(text.textContent);
    });
  }

  gongkai.frame = { part, show, root, groups, groupOf, enter, say, dress, offer, fail };
})((window.gongkai = window.gongkai || {}));
