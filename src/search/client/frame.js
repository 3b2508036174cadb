/**
 * The standing parts of the search page: what the controls and the title say of a state.
 *
 * All parts and their words stand in the template. Which of them show is the style sheet's business: it goes
 * by the attributes `data-state` of the page, `data-found`, `data-words` and `data-why` of the search.
 */
(function (gongkai) {
  "use strict";

  const { fill, link, chip } = gongkai.paint;
  const { FIELDS, write } = gongkai.state;

  const part = (id) => document.getElementById(id);
  const root = part("search");
  const every = (selector) => Array.from(root.querySelectorAll(selector));

  /** The chips of what is chosen, and one that clears them all. @param {State} state */
  function chips(state) {
    const { q, from, to, sort } = state;
    const list = [];
    FIELDS.forEach((field) => state[field].forEach((value) => {
      const name = part(field).querySelector("summary").textContent;
      const left = state[field].filter((other) => other !== value);
      list.push(chip(`${name}：${value}`, write(state, { [field]: left })));
    }));
    if (from || to) list.push(chip(`日期：${from} 至 ${to}`, write(state, { from: "", to: "" })));
    if (list.length > 0) list.push(link(write({ q, sort }), "清除全部"));
    return list;
  }

  /** Shows whatever the state alone tells. @param {State} state */
  function dress(state) {
    const { q, sort } = state;
    document.title = `${q && `${q} - `}搜索 - ${root.dataset.site}`;
    part("asked").textContent = q ? `搜索“${q}”的结果` : "搜索";
    fill(part("chosen"), chips(state));
    every("[type=date]").forEach((day) => {
      day.value = state[day.name];
    });
    every("[data-sort]").forEach((one) => {
      one.href = write(state, { sort: one.dataset.sort });
      one.setAttribute("aria-current", one.dataset.sort === sort);
    });
  }

  /**
   * Offers words to search for.
   * @param {string[]} list
   * @param {"meant"|"useful"} why what was perhaps meant, or what is generally asked for
   */
  function offer(list, why) {
    fill(part("words"), list.map((q) => link(write({ q }), q)));
    root.dataset.words = list.length > 0 ? why : "";
  }

  gongkai.frame = { part, root, every, dress, offer };
})((window.gongkai = window.gongkai || {}));
