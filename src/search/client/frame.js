/**
 * The standing parts of the search page: what the controls and the title say of a state.
 *
 * All parts and their words stand in the template. Which of them show is the style sheet's business: it goes
 * by the attributes `data-state` of the page, `data-found`, `data-words` and `data-why` of the search.
 */
(function (gongkai) {
  "use strict";

  const { fill, link } = gongkai.paint;
  const { FIELDS, write } = gongkai.state;

  const part = (id) => document.getElementById(id);
  const root = part("search");
  const every = (selector) => [...root.querySelectorAll(selector)];

  /** Links that each take one of the chosen conditions away, and one that takes all. @param {State} state */
  function chips(state) {
    const { q, from, to, sort } = state;
    const list = [];
    FIELDS.forEach((field) => state[field].forEach((value) => {
      const name = part(field).querySelector("summary").textContent;
      const left = state[field].filter((other) => other !== value);
      list.push(link(write(state, { [field]: left }), `${name}：${value}`));
    }));
    if (from || to) list.push(link(write(state, { from: "", to: "" }), `日期：${from}至${to || "今"}`));
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

  /**
   * "/" leads to the box. A key without a modifier can be sent by speech input and by accident, so it can be
   * switched off, and stays off where the browser lets a page remember.
   */
  const hint = part("key");
  hint.querySelector("button").onclick = () => {
    hint.hidden = true;
    localStorage.gongkaiSlash = "off";
  };
  try {
    hint.hidden = localStorage.gongkaiSlash;
  } catch (refused) {
    // A page without a memory has the key.
  }
  document.addEventListener("keydown", (event) => {
    const held = event.metaKey || event.ctrlKey || event.altKey || event.target.closest("[type=search], [type=date]");
    if (event.key !== "/" || held || hint.hidden) return;
    event.preventDefault();
    document.querySelector("[name=q]").focus();
  });

  gongkai.frame = { part, root, every, dress, offer };
})((window.gongkai = window.gongkai || {}));
