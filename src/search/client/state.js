/**
 * What the search page is asked for, and how its address says it. Pure: no page is needed.
 *
 * The whole state stands in the address, so that a search can be sent to somebody else and the Back button
 * leads to the search before. What an address says wrongly is left out, never an error.
 */
(function (gongkai) {
  "use strict";

  /** Fields that filter; each may be given several times. */
  const FIELDS = ["column", "year", "validity", "topic", "issuer", "kind"];

  /**
   * @typedef {object} State
   * @property {string} q the query as typed, at most 200 characters
   * @property {string[]} column and so on for each of `FIELDS`: the values that are wanted
   * @property {string} from first day, `2023-10-08`, or empty
   * @property {string} to last day, or empty
   * @property {string} sort `date`, or empty for relevance
   * @property {number} page from 1
   */

  /** @param {string} text the query part of an address @returns {State} */
  function read(text) {
    const given = new URLSearchParams(text);
    const one = (name, shape) => (shape.test(given.get(name)) ? given.get(name) : "");
    const day = (name) => one(name, /^[12]\d{3}-[01]\d-[0-3]\d$/);
    const state = {
      q: (given.get("q") || "").trim().slice(0, 200),
      from: day("from"),
      to: day("to"),
      sort: one("sort", /^date$/),
      page: +one("page", /^[1-9]\d{0,3}$/) || 1,
    };
    FIELDS.forEach((field) => {
      state[field] = given.getAll(field).filter(Boolean);
    });
    // A span that was written backwards is meant forwards.
    if (state.to && state.from > state.to) [state.from, state.to] = [state.to, state.from];
    return state;
  }

  /**
   * The query part of the address of a state.
   * @param {State} state
   * @param {Partial<State>} [changes] what is to be different; unless it says so, from the first page on
   * @returns {string} begins with `?`
   */
  function write(state, changes) {
    const all = { ...state, page: 1, ...changes };
    const out = new URLSearchParams();
    Object.keys(all).forEach((name) => {
      [].concat(all[name]).filter((value) => value && value !== 1).forEach((value) => out.append(name, value));
    });
    return `?${out}`;
  }

  gongkai.state = { FIELDS, read, write };
})((window.gongkai = window.gongkai || {}));
