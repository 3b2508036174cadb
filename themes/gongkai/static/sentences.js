/**
 * The sentences of a page as they are read aloud: `gongkai.sentences(main)`.
 *
 * Read is what a reader sees as text, in its order. Left out are what is hidden or folded, pictures, forms, lists of links and
 * whatever is marked `data-silent`. The value of a table's cell is said with the name of its column.
 */
(function (gongkai) {
  "use strict";

  /** The longest utterance: voices that come over the network stop at about two hundred characters. */
  const LONGEST = 120;
  const SILENT = "nav,form,button,input,select,textarea,script,style,template,svg,canvas,video,audio,iframe,thead,[aria-hidden=true],"
    + ".unseen,.mistake,[data-silent],details:not([open])";
  const INLINE = /^(inline|contents|ruby)/;

  /** @typedef {{ element: Element, text: string, places: Array<[Text, number]> }} Block one run of text */
  /** @typedef {{ element: Element, text: string, range: Range }} Sentence `text` as it is said, `range` where it stands */

  /** The nearest element around a text that stands as a block. */
  function blockOf(node, root) {
    let element = node.parentElement;
    while (element !== root && INLINE.test(getComputedStyle(element).display)) element = element.parentElement;
    return element;
  }

  function accept(node) {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    const style = getComputedStyle(node);
    const hidden = style.display === "none" || style.visibility === "hidden" || node.matches(SILENT);
    return hidden ? NodeFilter.FILTER_REJECT : node.tagName === "BR" ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  }

  /** @returns {Block[]} */
  function blocks(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, accept);
    const found = [];
    let last = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = blockOf(node, root);
      if (!last || last.element !== element) found.push((last = { element, text: "", places: [] }));
      const text = node.data === undefined ? "\n" : node.data.replace(/\s/g, " ");
      for (let at = 0; at < text.length; at += 1) last.places.push([node, at]);
      last.text += text;
    }
    return found.filter((block) => block.text.trim());
  }

  /** Is this the short name before a value, which is said together with it? */
  const isName = (element) => element.tagName === "DT" && element.textContent.trim().length < 20
    && element.nextElementSibling && element.nextElementSibling.tagName === "DD";

  /** What a value is called: its column, or its term. */
  function nameOf(element) {
    const cell = element.closest("td, th, dd");
    if (!cell) return "";
    if (cell.tagName === "DD") {
      const term = cell.previousElementSibling;
      return term && isName(term) ? term.textContent.trim() : "";
    }
    const { tHead } = cell.closest("table");
    const head = tHead && tHead.rows[tHead.rows.length - 1].cells[cell.cellIndex];
    return cell.dataset.th || (cell.colSpan === 1 && head ? head.textContent.trim() : "");
  }

  /** Where a text may be cut into utterances. @returns {Array<[number, number]>} from, to */
  function cuts(text) {
    const found = [];
    const pattern = /[^。！？；!?;\n]+[。！？；!?;]*[”’」』）)]*/g;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      shorten(text, match.index, match.index + match[0].length, found);
    }
    return found;
  }

  /** Adds a sentence in pieces that are short when they are said; cut at a comma, or else where no number and no word stands. */
  function shorten(text, from, to, found) {
    const whole = text.slice(from, to);
    if (gongkai.spoken(whole).length <= LONGEST || whole.length < 2) {
      found.push([from, to]);
      return;
    }
    const half = Math.ceil(whole.length / 2);
    const reach = whole.slice(0, LONGEST).match(/^.*[，、：,:](?!\d)/) || whole.slice(0, half).match(/^.*[^\w.,:/-](?=[^\w.,:/-])/);
    const at = from + (reach && reach[0].length < whole.length ? reach[0].length : half);
    shorten(text, from, at, found);
    shorten(text, at, to, found);
  }

  function rangeOf(block, from, to) {
    const range = document.createRange();
    const [first, start] = block.places[from];
    const [last, end] = block.places[to - 1];
    range.setStart(first, first.data === undefined ? 0 : start);
    range.setEnd(last, last.data === undefined ? 0 : end + 1);
    return range;
  }

  /** @param {Element} root @returns {Sentence[]} */
  gongkai.sentences = (root) => {
    const found = [];
    const named = new Set();
    blocks(root).forEach((block) => {
      if (isName(block.element)) return;
      const cell = block.element.closest("td, th, dd");
      let name = named.has(cell) ? "" : nameOf(block.element);
      named.add(cell);
      cuts(block.text).forEach(([from, to]) => {
        const text = gongkai.spoken(block.text.slice(from, to));
        if (!/[\p{L}\p{N}]/u.test(text)) return;
        found.push({ element: block.element, text: name ? `${gongkai.spoken(name)}：${text}` : text, range: rangeOf(block, from, to) });
        name = "";
      });
    });
    return found;
  };
})((window.gongkai = window.gongkai || {}));
