/**
 * Marks on the page of an item what was searched for, when the reader comes from a result: `?q=` in the address.
 *
 * Compared are letters and digits only, as the search itself does, so spaces, brackets and the borders of
 * elements inside a paragraph do not matter. A page in traditional characters is compared in simplified ones, as the
 * search has its words. Where the browser can, nothing of the page is changed.
 */
(function () {
  "use strict";

  const query = new URLSearchParams(location.search).get("q") || "";
  const root = document.querySelector("article");
  const simplified = {};
  const bare = (text) => Array.from(text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""), (letter) => simplified[letter] || letter).join("");

  /** What the query asks for: quoted pieces and words, not what it excludes. */
  function terms() {
    const pieces = query.slice(0, 200).match(/[“"][^”"]+[”"]|\S+/g) || [];
    return pieces.filter((piece) => piece[0] !== "-").map(bare).filter((term) => term.length > 1);
  }

  /** The letters of the text, each with its place; a line break between two blocks. */
  function letters() {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const places = [];
    let text = "";
    let block = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      // Lists of links repeat what the text says.
      if (node.parentElement.closest("nav")) continue;
      const own = node.parentElement.closest("p,li,td,th,dt,dd,h1,h2,h3,h4,h5,h6,pre,small,summary,div");
      if (own !== block) {
        text += "\n";
        places.push(null);
      }
      block = own;
      Array.from(node.data).reduce((offset, letter) => {
        Array.from(bare(letter)).forEach((one) => {
          for (let n = 0; n < one.length; n += 1) places.push([node, offset, offset + letter.length]);
          text += one;
        });
        return offset + letter.length;
      }, 0);
    }
    return { text, places };
  }

  /**
   * Where the terms stand, in the order of the page, none inside another.
   * @returns {Array<Array<[Text, number, number]>>} each a list of pieces: text, start, end
   */
  function find() {
    const { text, places } = letters();
    const spans = [];
    terms().forEach((term) => {
      for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
        spans.push([at, at + term.length]);
      }
    });
    spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    let end = 0;
    const apart = spans.filter((span) => span[0] >= end && (end = span[1]));
    return apart.map((span) => {
      const pieces = [];
      places.slice(span[0], span[1]).forEach((place) => {
        const last = pieces[pieces.length - 1];
        if (last && last[0] === place[0]) last[2] = place[2];
        else pieces.push(place.slice());
      });
      return pieces;
    });
  }

  /** Marks by the browser's own highlights. @returns {function(): void} takes the marks away */
  function highlight(found) {
    const ranges = found.map((pieces) => {
      const range = document.createRange();
      range.setStart(pieces[0][0], pieces[0][1]);
      range.setEnd(pieces[pieces.length - 1][0], pieces[pieces.length - 1][2]);
      return range;
    });
    CSS.highlights.set("found", new Highlight(...ranges));
    return () => CSS.highlights.delete("found");
  }

  /** Marks by elements, from the end, so that the places before stay true. */
  function wrap(found) {
    const marks = [];
    found.slice().reverse().forEach((pieces) => pieces.reverse().forEach(([node, start, end]) => {
      const text = node.splitText(start);
      text.splitText(end - start);
      const mark = document.createElement("mark");
      text.replaceWith(mark);
      mark.append(text);
      marks.push(mark);
    }));
    return () => marks.forEach((mark) => {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    });
  }

  /** A line that tells how many there are, leads from one to the next and takes the marks away. */
  function bar(found, clear) {
    const parents = found.map((pieces) => pieces[0][0].parentElement);
    const line = document.createElement("p");
    let at = -1;
    const button = (text, press) => {
      const node = document.createElement("button");
      node.append(text);
      node.addEventListener("click", press);
      return node;
    };
    const next = button("下一处", () => {
      at = (at + 1) % parents.length;
      const folded = parents[at].closest("details");
      if (folded) folded.open = true;
      parents[at].scrollIntoView({ block: "center" });
    });
    const away = button("清除", () => {
      clear();
      line.remove();
      history.replaceState(null, "", location.pathname + location.hash);
    });
    line.className = "marked wide";
    line.append(`已标出“${query}”，共 ${found.length} 处 `, next, " · ", away);
    root.before(line);
  }

  /** @param {string} pairs a traditional form, its simplified one, and so on */
  function learn(pairs) {
    Array.from(pairs).forEach((letter, at, all) => {
      if (at % 2) simplified[all[at - 1]] = letter;
    });
  }

  function start() {
    const found = query && root ? find() : [];
    if (found.length > 0) bar(found, (window.CSS && CSS.highlights ? highlight : wrap)(found));
  }

  // This script lies two folders deep where its page is in traditional characters; from a folder nothing can be fetched.
  const table = new URL("../../search/traditional.txt", document.currentScript.src);
  if (document.documentElement.lang !== "zh-Hant" || location.protocol === "file:") start();
  else fetch(table).then((answer) => (answer.ok ? answer.text() : "")).then(learn).catch(() => {}).then(start);
})();
