/**
 * Narrows and orders a long table on its page: `<form class="filter scripted" data-filter="#id of the table">`.
 *
 * Rows are those with an id; a `.more` row after one belongs to it, a `tbody` is a group, whose number `group` chooses. A
 * `select` with `data-term="审批部门"` offers what the rows say under that term, one with `data-sort` their columns. What is
 * chosen stands in the address (`?f=`).
 */
(function (gongkai) {
  "use strict";

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  /** @typedef {{ rows: HTMLTableRowElement[], group: number, text: string, terms: Object<string, string> }} Entry */

  /** @returns {Entry[]} in the order of the page */
  function entriesOf(table, names) {
    return Array.from(table.tBodies).flatMap((body, group) => Array.from(body.querySelectorAll("tr[id]:not(.group)")).map((row) => {
      const next = row.nextElementSibling;
      const rows = next && next.matches(".more") ? [row, next] : [row];
      // Without their names, which are the same everywhere.
      const details = rows.flatMap((one) => Array.from(one.querySelectorAll("dd")));
      const terms = {};
      names.forEach((name) => {
        const detail = details.find((one) => one.previousElementSibling.textContent === name);
        if (detail) terms[name] = detail.textContent.trim();
      });
      return { rows, group, text: fold([row, ...details].map((one) => one.textContent).join("")), terms };
    }));
  }

  function offer(select, words, hide) {
    words.forEach((word) => select.append(gongkai.make("option", { value: word }, word)));
    select.parentElement.hidden = hide;
  }

  /** @param {HTMLFormElement} form */
  function start(form) {
    const table = document.querySelector(form.dataset.filter);
    const fields = Array.from(form.elements).filter((one) => one.name);
    const choices = fields.filter((one) => one.dataset.term);
    const entries = entriesOf(table, choices.map((one) => one.dataset.term));
    const status = form.querySelector("[role=status]");
    const heads = Array.from(table.tHead.rows[0].cells);
    const columns = heads.map((cell) => cell.textContent);
    let timer;

    const values = () => fields.filter((one) => one.value);
    const valueOf = (name) => form.elements[name] && form.elements[name].value;

    function fits(entry) {
      const group = valueOf("group");
      return valueOf("f").split(/\s+/).every((word) => entry.text.includes(fold(word)))
        && (!group || entry.group === Number(group))
        && choices.every((one) => !one.value || entry.terms[one.dataset.term] === one.value);
    }

    /** Rows change places within their groups alone. */
    function order() {
      const column = columns.indexOf(valueOf("sort"));
      const key = (entry) => entry.rows[0].cells[column].textContent.trim();
      const sorted = entries.slice();
      if (column >= 0) sorted.sort((a, b) => !key(a) - !key(b) || key(a).localeCompare(key(b), "zh-CN", { numeric: true }));
      sorted.forEach((entry) => table.tBodies[entry.group].append(...entry.rows));
      heads.forEach((cell, at) => {
        if (at === column) cell.setAttribute("aria-sort", "ascending");
        else cell.removeAttribute("aria-sort");
      });
    }

    function apply() {
      const shown = entries.filter((entry) => {
        const fit = fits(entry);
        entry.rows.forEach((one) => (one.hidden = !fit));
        return fit;
      });
      Array.from(table.tBodies).forEach((body, group) => (body.hidden = !shown.some((entry) => entry.group === group)));
      table.hidden = shown.length === 0;
      const chosen = values().some((one) => one.name !== "sort");
      form.classList.toggle("narrowed", values().length > 0);
      clearTimeout(timer);
      timer = setTimeout(() => {
        status.textContent = !chosen ? "" : shown.length ? `找到 ${shown.length} 项` : "没有符合条件的事项。请减少条件，或者清除后重新筛选。";
      }, 300);
    }

    function remember() {
      const query = new URLSearchParams(location.search);
      fields.forEach((one) => (one.value ? query.set(one.name, one.value) : query.delete(one.name)));
      const text = query.toString();
      history.replaceState(null, "", location.pathname + (text ? `?${text}` : "") + location.hash);
    }

    function change() {
      order();
      apply();
      remember();
    }

    /** A row that the address names is shown, be it at the price of what was chosen. */
    function follow() {
      let target;
      try {
        target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      } catch (error) {
        // A cut address.
      }
      if (!target || !table.contains(target)) return;
      if (target.closest("[hidden]")) form.reset();
      target.scrollIntoView();
    }

    choices.forEach((one) => {
      const words = Array.from(new Set(entries.map((entry) => entry.terms[one.dataset.term]))).filter(Boolean);
      offer(one, words, words.length < 2);
    });
    offer(form.querySelector("[data-sort]"), columns, false);
    new URLSearchParams(location.search).forEach((value, name) => {
      const field = fields.find((one) => one.name === name);
      if (field) field.value = value;
    });
    form.addEventListener("input", change);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
      fields.forEach((one) => (one.value = ""));
      change();
    });
    addEventListener("hashchange", follow);
    if (values().length) change();
    follow();
  }

  document.querySelectorAll("form[data-filter]").forEach(start);
})((window.gongkai = window.gongkai || {}));
