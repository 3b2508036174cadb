/**
 * Makes the moving parts of the search page: results, filters, chips, pager. Knows nothing of searching.
 *
 * Every word that comes from a query or from the index becomes a text node, so that none of it can be
 * markup. The words of the portal itself stand in the template.
 */
(function (gongkai) {
  "use strict";

  /**
   * The look that lists give to a word of 有效性; any but these is a caution. The words are compared by what is the
   * same in both writings, since this script is sent in traditional characters too and the index is not.
   */
  const look = (word) => (/^.行有效$/.test(word) ? "ok" : /^已(失|.止)/.test(word) ? "dead" : "warn");

  /**
   * An element with attributes and children; a child that is no node becomes text.
   * @param {string} name
   * @param {Object<string, string>} attributes
   * @param {...(Node|string|number)} children
   * @returns {HTMLElement}
   */
  function make(name, attributes, ...children) {
    const node = document.createElement(name);
    Object.keys(attributes).forEach((key) => node.setAttribute(key, attributes[key]));
    return fill(node, children);
  }

  /** Replaces what an element holds. @template {Element} T @param {T} node @returns {T} */
  function fill(node, children) {
    node.textContent = "";
    node.append(...children);
    return node;
  }

  /** @returns {HTMLElement} an entry of a list with a link in it */
  const link = (href, ...children) => make("li", {}, make("a", { href }, ...children));

  /** Text in which some pieces are marked. @param {Array<[string, boolean]>} pairs */
  const marked = (pairs) => pairs.map(([text, found]) => (found ? make("mark", {}, text) : text));

  /**
   * One result. Its link carries the query and the other words by which it was found, so that the page can
   * mark them; the leading dot keeps any text from being read as another scheme.
   * @param {object} result as `gongkai.search` gives it
   * @param {string} query nothing where no result has it as a whole
   * @param {string} own the bureau of the portal, which no result repeats
   */
  function hit(result, query, own) {
    const titleMarks = result.titleMarks || [[result.title]];
    const found = titleMarks.concat(result.excerpt).map(([text, is]) => (is ? text.replace(/[\s"“”]/g, "") : ""));
    const words = [...new Set([query].concat(found.filter((text) => !query.includes(text))))].join(" ").trim();
    const href = `./${result.url.replace(/#.*|$/, (anchor) => `?q=${encodeURIComponent(words)}${anchor}`)}`;
    const title = make("a", { href }, ...marked(titleMarks));
    const of = make("div", { class: "of" }, make("span", { class: "tag kind" }, result.label));
    if (result.validity) of.append(make("span", { class: `tag ${look(result.validity)}` }, result.validity));
    const facts = [result.date, result.number, result.issuer === own ? "" : result.issuer];
    of.append(make("span", { class: "num" }, facts.filter(Boolean).join(" · ")));
    if (result.via) of.append(`按“${result.via}”找到`);
    return make("li", { "data-url": result.url }, make("h2", {}, title), make("p", {}, ...marked(result.excerpt)), of);
  }

  /**
   * The values of one group of filters: what was counted and what is chosen, each with its check box; a
   * word where there are none, since a group that opens upon nothing looks broken.
   * @param {string} name
   * @param {Array<[string, number]>} counts
   * @param {string[]} chosen
   * @returns {HTMLElement[]}
   */
  function values(name, counts, chosen) {
    const lost = chosen.filter((value) => !counts.some((row) => row[0] === value)).map((value) => [value, 0]);
    const rows = counts.concat(lost);
    return rows.length === 0 ? [make("li", {}, make("small", {}, "没有可选的"))] : rows.map(([value, count]) => {
      const box = make("input", { type: "checkbox", name, value });
      box.checked = chosen.includes(value);
      return make("li", {}, make("label", {}, box, make("span", {}, value), make("small", {}, count)));
    });
  }

  /**
   * The links of a pager: the pages around the present one, the first and the last.
   * @param {number} page
   * @param {number} last
   * @param {function(number): string} href
   */
  function steps(page, last, href) {
    const list = [];
    for (let at = 1; at <= last; at += 1) {
      if (at === 1 || at === last || Math.abs(at - page) < 3) {
        const step = link(href(at), at);
        if (at === page) step.firstChild.setAttribute("aria-current", "page");
        list.push(step);
      } else if (Math.abs(at - page) === 3) list.push(make("li", {}, "…"));
    }
    if (page > 1) list.unshift(link(href(page - 1), "上一页"));
    if (page < last) list.push(link(href(page + 1), "下一页"));
    return list;
  }

  gongkai.paint = { make, fill, link, hit, values, steps };
})((window.gongkai = window.gongkai || {}));
