/** Suggestions in the search box, a combobox as WAI-ARIA describes it. Without this file the box leads to the search page. */
(function (gongkai) {
  "use strict";

  const KINDS = { institution: "机构", topic: "主题", keyword: "关键词", column: "栏目", title: "标题" };

  function make(name, attributes, ...children) {
    const node = document.createElement(name);
    Object.keys(attributes).forEach((key) => node.setAttribute(key, attributes[key]));
    node.append(...children);
    return node;
  }

  /** @param {HTMLFormElement} form `data-search` is the address of the core @param {number} n */
  function suggest(form, n) {
    const input = form.elements.q;
    const list = make("ul", { id: `suggest-${n}`, role: "listbox", "aria-label": "搜索提示" });
    let at = -1;
    let asked = 0;
    let timer;

    /** Chooses an option; -1 is the text in the box. */
    function pick(to) {
      at = to;
      Array.from(list.children).forEach((option, m) => option.setAttribute("aria-selected", m === to));
      input.setAttribute("aria-activedescendant", to < 0 ? "" : list.children[to].id);
    }
    function show(on) {
      list.hidden = !on;
      input.setAttribute("aria-expanded", on);
      pick(-1);
    }
    function close() {
      asked += 1;
      clearTimeout(timer);
      show(false);
    }
    function take(option) {
      close();
      input.value = option.firstChild.textContent;
      if (option.dataset.url) location.href = new URL(option.dataset.url, form.action).href;
      else form.querySelector("button").click();
    }
    function fill(found) {
      list.textContent = "";
      found.slice(0, 8).forEach((one, m) => {
        const option = make("li", { id: `${list.id}-${m}`, role: "option", "data-url": one.url || "" });
        option.append(make("span", {}, one.text), make("small", {}, KINDS[one.kind] || ""));
        option.onclick = () => take(option);
        list.append(option);
      });
      show(found.length > 0);
    }
    function ask() {
      const ticket = (asked += 1);
      const text = input.value.trim();
      if (text && gongkai.suggest) gongkai.suggest(text).then((found) => ticket === asked && fill(found), close);
      else close();
    }

    input.after(list);
    ["role=combobox", "aria-autocomplete=list", `aria-controls=${list.id}`].forEach((pair) => {
      input.setAttribute(...pair.split("="));
    });
    show(false);
    input.addEventListener("focus", () => {
      if (!gongkai.suggest) document.head.append(make("script", { src: form.dataset.search }));
    }, { once: true });
    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(ask, 120);
    });
    input.addEventListener("keydown", (event) => {
      const { key } = event;
      const places = list.children.length + 1;
      if (event.isComposing || places < 2) return;
      if (key === "ArrowDown" || key === "ArrowUp") {
        if (list.hidden) show(true);
        pick(((at + (key === "ArrowUp" ? places : 2)) % places) - 1);
      } else if (key === "Enter" && at >= 0) take(list.children[at]);
      else if (key === "Escape" && !list.hidden) close();
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
    list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  document.querySelectorAll("form[data-search]").forEach(suggest);
})((window.gongkai = window.gongkai || {}));
