// @ts-check
/**
 * Turns the page into its newer form without loading it again.
 *
 * What is compared is not the page on the screen but the page as the server sent it, of which
 * a copy is kept, with the newer one as the server sends it. Only where those two differ is
 * the page on the screen touched, at the node that stands for the one in the copy. So what the
 * reader typed and opened and what the page's own scripts have made stays as it is. Where a
 * script has changed the very thing that the edit changes, there is no telling what should
 * stand there: the change is refused, and the page is loaded again.
 */
(function (preview) {
  "use strict";

  /** For each node of the copy its node on the screen. @type {WeakMap<Node, Node>} */
  const shown = new WeakMap();

  /** The page as it was sent. @type {Document} */
  let copy;

  /** Elements of a subtree that is worth a look before it is compared, and children that are. */
  const LARGE = 500, FEW = 50;

  /** Thrown where the page has to be loaded again. */
  class Refused extends Error {}

  /** @param {Node} ours @param {Node} theirs */
  const pair = (ours, theirs) => {
    shown.set(ours, theirs);
    let other = theirs.firstChild;
    for (let one = ours.firstChild; one && other; one = one.nextSibling) {
      pair(one, other);
      other = other.nextSibling;
    }
  };

  /** The node on the screen, if it is where it should be. @param {Node} ours @returns {any} */
  const onScreen = (ours) => {
    const node = shown.get(ours);
    if (!node || !node.isConnected) throw new Refused("a script has taken this away");
    return node;
  };

  /** Whether a script of the page would have to run. @param {Node} node */
  const runs = (node) =>
    node instanceof Element &&
    [node, ...node.querySelectorAll("script")].some(
      (one) => one.nodeName === "SCRIPT" && !/json/.test(one.getAttribute("type") || ""),
    );

  /** The newer sheet takes over when it is there, so that the page is never without one.
   * @param {Element} ours @param {Element} next */
  const swapSheet = (ours, next) => {
    const old = onScreen(ours);
    const fresh = document.importNode(next, false);
    for (const event of ["load", "error"]) fresh.addEventListener(event, () => old.remove(), { once: true });
    for (const { name, value } of [...next.attributes]) ours.setAttribute(name, value);
    old.after(fresh);
    shown.set(ours, fresh);
  };

  /** @param {Element} ours @param {Element} next */
  const patchAttributes = (ours, next) => {
    const both = new Set([...ours.getAttributeNames(), ...next.getAttributeNames()]);
    for (const name of both) {
      const value = next.getAttribute(name);
      if (value === ours.getAttribute(name)) continue;
      const node = onScreen(ours);
      for (const one of [ours, node]) {
        if (value === null) one.removeAttribute(name);
        else one.setAttribute(name, value);
      }
    }
  };

  /** Replaces only the letters that differ, so that a selection beside them stays.
   * @param {CharacterData} ours @param {CharacterData} next */
  const patchText = (ours, next) => {
    const node = onScreen(ours);
    const [old, text] = [ours.data, next.data];
    if (node.data !== old) throw new Refused("a script has changed this text");
    let start = 0;
    while (start < Math.min(old.length, text.length) && old[start] === text[start]) start += 1;
    let end = 0;
    const most = Math.min(old.length, text.length) - start;
    while (end < most && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    node.replaceData(start, old.length - end - start, text.slice(start, text.length - end));
    ours.data = text;
  };

  /** @param {Node} parent of the copy @param {Node} next @param {Node | null} before of the copy */
  const insert = (parent, next, before) => {
    if (runs(next)) throw new Refused("a script is new");
    const place = onScreen(parent);
    const made = document.importNode(next, true);
    const kept = copy.importNode(next, true);
    pair(kept, made);
    let after = before;
    while (after && shown.get(after)?.parentNode !== place) after = after.nextSibling;
    const end = preview.host.parentNode === place ? preview.host : null;
    place.insertBefore(made, after ? shown.get(after) : end);
    parent.insertBefore(kept, before);
  };

  /** @param {ChildNode} ours */
  const remove = (ours) => {
    if (runs(ours)) throw new Refused("a script is gone");
    onScreen(ours).remove();
    ours.remove();
  };

  /** The place of the child that makes up most of a large page; -1 when there is none.
   * @param {Node[]} children */
  const heaviest = (children) => {
    let [at, most] = [-1, LARGE];
    if (children.length > FEW) return at;
    children.forEach((child, place) => {
      const size = child instanceof Element ? child.getElementsByTagName("*").length : 0;
      if (size > most) [at, most] = [place, size];
    });
    return at;
  };

  /**
   * Goes down a large page without comparing all of it at every step: when the light children
   * are equal, the difference is in the heavy one.
   * @param {Node[]} a @param {Node[]} b @returns {boolean} whether that was so
   */
  const goDown = (a, b) => {
    const heavy = a.length === b.length ? heaviest(a) : -1;
    if (heavy < 0 || !preview.alike(a[heavy], b[heavy])) return false;
    if (!a.every((one, at) => at === heavy || one.isEqualNode(b[at]))) return false;
    change(a[heavy], b[heavy]);
    return true;
  };

  /** @param {Node} ours @param {Node} next */
  const patchChildren = (ours, next) => {
    const a = [...ours.childNodes];
    const b = [...next.childNodes];
    if (goDown(a, b)) return;
    let start = 0;
    while (start < Math.min(a.length, b.length) && a[start].isEqualNode(b[start])) start += 1;
    let end = 0;
    const most = Math.min(a.length, b.length) - start;
    while (end < most && a[a.length - 1 - end].isEqualNode(b[b.length - 1 - end])) end += 1;
    const rest = a[a.length - end] || null;
    const olds = a.slice(start, a.length - end);
    const news = b.slice(start, b.length - end);
    // The way down to one changed word need not compare at each step what was just compared.
    const step = olds.length === 1 && news.length === 1 ? change : patch;
    let [i, j] = [0, 0];
    for (const [at, other] of [...preview.align(olds, news), [olds.length, news.length]]) {
      for (; i < at; i += 1) remove(olds[i]);
      for (; j < other; j += 1) insert(ours, news[j], olds[at] || rest);
      if (at < olds.length) step(olds[at], news[other]);
      [i, j] = [at + 1, other + 1];
    }
  };

  /** @param {Node} ours @param {Node} next */
  const patch = (ours, next) => {
    if (!ours.isEqualNode(next)) change(ours, next);
  };

  /** Turns a node into one that differs. @param {any} ours @param {any} next */
  const change = (ours, next) => {
    // What stands in <noscript> is text to a page with scripts and elements to one without.
    if (ours.nodeName === "NOSCRIPT") return;
    if (ours instanceof CharacterData) {
      patchText(ours, next);
    } else if (runs(ours) && ours.nodeName === "SCRIPT") {
      throw new Refused("a script has changed");
    } else if (ours.nodeName === "LINK" && ours.getAttribute("rel") === "stylesheet") {
      swapSheet(ours, next);
    } else {
      if (ours instanceof Element) patchAttributes(ours, next);
      patchChildren(ours, next);
    }
  };

  /** Keeps the page as it was sent; called before the deferred scripts of the page have run. */
  preview.remember = () => {
    copy = /** @type {Document} */ (document.cloneNode(true));
    pair(copy, document);
    copy.querySelector("script[data-page]")?.remove();
    // One script of the theme runs ahead of this: it writes the reader's settings to the root and fetches their sheet.
    copy.querySelector("link[blocking]")?.remove();
    const root = copy.documentElement;
    for (const name of root.getAttributeNames()) if (name.startsWith("data-")) root.removeAttribute(name);
  };

  /**
   * Turns the page into a newer one.
   * @param {Document} next
   * @returns {boolean} false when the page has to be loaded again
   */
  preview.morph = (next) => {
    next.querySelector("script[data-page]")?.remove();
    try {
      patch(copy.documentElement, next.documentElement);
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  };
})((window.gongkaiPreview = window.gongkaiPreview || {}));
