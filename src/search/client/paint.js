/**
 * Makes the moving parts of the search page: results, filters, chips, pager. Knows nothing of searching.
 *
 * Every word that comes from a query or from the index becomes a text node, so that none of it can be
 * markup. The words of the portal itself stand in the template.
 */
(function (gongkai) {
  "use strict";

  /** Values of a group that are shown before its button is pressed. */
  const SHOWN = 8;

  /** Words of 有效性 with the look that lists give them; any other word is a caution. */
  const LOOKS = { 现行有效: "ok", 有效: "ok", 已失效: "dead", 失效: "dead", 已废止: "dead", 废止: "dead" };

  /**
   * An element with attributes and children; a child that is no node becomes text.
   * @param {string} name
   * @param {Object<string, string>} [attributes]
   * @param {Array<Node|string|number>} [children]
   * @returns {HTMLElement}
   */
  function make(name, attributes, children) {
    const node = document.createElement(name);
    Object.keys(attributes || {}).forEach((key) => node.setAttribute(key, attributes[key]));
    return fill(node, children || []);
  }

  /** Replaces what an element holds. @template {Element} T @param {T} node @returns {T} */
  function fill(node, children) {
    node.textContent = "";
    children.forEach((child) => {
      node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
    });
    return node;
  }

  /** Text in which some pieces are marked. @param {Array<[string, boolean]>} pairs */
  const marked = (pairs) => pairs.map((pair) => (pair[1] ? make("mark", {}, [pair[0]]) : pair[0]));

  /**
   * The address of a result: it carries the query, so that the page can mark it. The leading dot keeps
   * any text from being read as another scheme.
   * @param {string} url path below the root of the portal, perhaps with `#anchor`
   * @param {string} query
   */
  function address(url, query) {
    const at = url.indexOf("#");
    const path = at < 0 ? url : url.slice(0, at);
    return `./${path}?q=${encodeURIComponent(query)}${at < 0 ? "" : url.slice(at)}`;
  }

  /** Where a result stands: kind, validity, day, number, and the issuer if it is not the portal's own. */
  function origin(result, own) {
    const line = [];
    if (result.label) line.push(make("span", { class: "tag kind" }, [result.label]));
    if (result.validity) {
      line.push(make("span", { class: `tag ${LOOKS[result.validity] || "warn"}` }, [result.validity]));
    }
    const facts = [result.date, result.number, result.issuer === own ? "" : result.issuer].filter(Boolean);
    if (facts.length > 0) line.push(make("span", { class: "num" }, [facts.join(" · ")]));
    if (result.via) {
      line.push(make("span", {}, [result.via === true ? "按同义词找到" : `按“${result.via}”找到`]));
    }
    return line;
  }

  /** One result. @returns {HTMLElement} */
  function hit(result, query, own) {
    const titled = result.titleMarks || [[result.title, false]];
    const title = make("a", { href: address(result.url, query) }, marked(titled));
    const parts = [make("h2", {}, [title])];
    if (result.excerpt && result.excerpt.length > 0) parts.push(make("p", {}, marked(result.excerpt)));
    parts.push(make("div", { class: "of" }, origin(result, own)));
    return make("li", { "data-url": result.url }, parts);
  }

  /**
   * One group of filters: what was counted and what is chosen, each with its check box.
   * @param {Element} group `<details data-field>`
   * @param {Array<[string|number, number]>} counts
   * @param {string[]} chosen
   */
  function facet(group, counts, chosen) {
    const rows = counts.map((pair) => [String(pair[0]), pair[1]]).filter((row) => row[0] !== "" && row[0] !== "0");
    chosen.forEach((value) => {
      if (!rows.some((row) => row[0] === value)) rows.push([value, 0]);
    });
    const isChosen = (row) => chosen.indexOf(row[0]) >= 0;
    const all = group.hasAttribute("data-all") || rows.length <= SHOWN + 2;
    const shown = rows.filter((row, at) => all || at < SHOWN || isChosen(row));
    const field = group.getAttribute("data-field");
    const list = shown.map((row) => {
      const box = make("input", { type: "checkbox", name: field, value: row[0] });
      box.checked = isChosen(row);
      return make("li", {}, [make("label", {}, [box, make("span", {}, [row[0]]), make("small", {}, [row[1]])])]);
    });
    if (!all) {
      const more = make("button", { type: "button", class: "plain", "data-more": field }, [`全部 ${rows.length} 个`]);
      list.push(make("li", {}, [more]));
    }
    if (list.length === 0) list.push(make("li", { class: "empty" }, ["没有可选的"]));
    fill(group.querySelector("ul"), list);
  }

  /** A chosen condition, with a link that takes it away. */
  function chip(text, href) {
    const cross = make("span", { "aria-hidden": "true" }, ["✕"]);
    return make("li", {}, [make("a", { href, "aria-label": `去掉条件 ${text}` }, [text, " ", cross])]);
  }

  /**
   * The numbers of pages around the present one, with the first and the last.
   * @returns {number[]} 0 stands for a gap
   */
  function numbers(page, last) {
    const list = [];
    for (let at = 1; at <= last; at += 1) {
      if (at === 1 || at === last || Math.abs(at - page) <= 2) list.push(at);
      else if (list[list.length - 1] !== 0) list.push(0);
    }
    return list;
  }

  /** @param {Element} list @param {function(number): string} href */
  function pager(list, page, last, href) {
    const step = (at, text) => make("li", {}, [make("a", { href: href(at) }, [text])]);
    const steps = numbers(page, last).map((at) => {
      if (at === 0) return make("li", { "aria-hidden": "true" }, ["…"]);
      const item = step(at, at);
      item.firstChild.setAttribute("aria-label", `第 ${at} 页`);
      if (at === page) item.firstChild.setAttribute("aria-current", "page");
      return item;
    });
    if (page > 1) steps.unshift(step(page - 1, "上一页"));
    if (page < last) steps.push(step(page + 1, "下一页"));
    fill(list, steps);
  }

  gongkai.paint = { make, fill, hit, facet, chip, pager };
})((window.gongkai = window.gongkai || {}));
