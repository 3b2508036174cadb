// The checks that `themes/gongkai/components.yaml` names. Each runs inside a page and gives a sentence when the element does
// not hold, and nothing when it does.

/** Puts the checks into a page as `criteria`. */
export function bring() {
  const ROLES = {
    link: "a[href]", button: "button, summary", navigation: "nav", complementary: "aside", contentinfo: "body > footer",
    list: "ul, ol", search: "search", note: "", table: "table", img: "img",
  };
  const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().height > 0;
  const inside = (node) => [...(node.matches(REACHED) ? [node] : []), ...node.querySelectorAll(REACHED)].filter(shown);
  const name = (node) => {
    const labels = (node.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "");
    return (node.getAttribute("aria-label") ?? (labels.join(" ").trim() || node.textContent)).trim();
  };
  const paint = (node) => {
    const style = getComputedStyle(node);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.backgroundColor, style.boxShadow].join();
  };

  /** Whether the focus shows on a stop, or on what is drawn around it. */
  const showsFocus = (node) => {
    document.activeElement.blur();
    const parts = [node, node.parentElement];
    const before = parts.map(paint).join();
    node.focus({ preventScroll: true, focusVisible: true });
    const after = parts.map(paint).join();
    node.blur();
    return before !== after;
  };

  /** The area that can be pressed: a label presses its field, too. */
  const area = (node) => {
    const boxes = [node, ...(node.labels ?? [])].map((one) => one.getBoundingClientRect());
    return { width: Math.max(...boxes.map((box) => box.width)), height: Math.max(...boxes.map((box) => box.height)) };
  };

  const small = (node, size) => {
    const box = area(node);
    const words = getComputedStyle(node).display === "inline" && node.parentElement.textContent.trim() !== node.textContent.trim();
    return !words && (box.width < size || box.height < size);
  };

  globalThis.criteria = {
    named: (node) => name(node) === "" && "has no name",
    labelled: (node) => !node.hasAttribute("aria-label") && !node.hasAttribute("aria-labelledby") && "has no label",
    role: (node, role) => {
      const own = node.getAttribute("role");
      return own !== role && !(own === null && node.matches(ROLES[role] || "nothing")) && `is no ${role}`;
    },
    has: (node, selector) => node.querySelector(selector) === null && `has no ${selector}`,
    only: (node, selector) => [...node.children].some((child) => !child.matches(selector)) && `has other children than ${selector}`,
    landmark: (node, selector) => node.closest(selector) === null && `is not in ${selector}`,
    target: (node, size) => {
      const found = inside(node).find((one) => small(one, size));
      return found !== undefined && `has a target under ${size} px: ${found.outerText.slice(0, 20)}`;
    },
    focus: (node) => {
      const found = inside(node).slice(0, 12).find((one) => !showsFocus(one));
      return found !== undefined && `does not show the focus: ${found.localName} ${found.textContent.trim().slice(0, 20)}`;
    },
    reach: (node) => !node.matches(REACHED) && "is not reached by keyboard",
    words: (node) => !/[\p{L}\p{N}]/u.test(node.textContent) && "has no words",
    // These are asked in the state of the page that their names tell.
    bare: (node) => !shown(node) && "is not shown without scripts",
    scripted: (node) => shown(node) && "is shown without scripts",
    paper: (node) => !shown(node) && "is not printed",
    "no-paper": (node) => shown(node) && "is printed",
    fits: (node) => {
      const wide = node.scrollWidth > node.clientWidth + 1 && !["inline", "contents"].includes(getComputedStyle(node).display);
      return wide && !(["auto", "scroll"].includes(getComputedStyle(node).overflowX) && node.tabIndex >= 0) && "leads sideways at 320 px";
    },
  };

  /** What the elements of a selector have against them: `asked` is a list of name and argument. */
  globalThis.judge = (selector, asked) => {
    const nodes = [...document.querySelectorAll(selector)];
    // What a closed part of the page holds back is not shown now, and is judged where it is.
    const seen = nodes.filter((node) => shown(node) || node.closest("details:not([open])") === null).slice(0, 6);
    const found = asked.flatMap(([check, value]) => seen.map((node) => globalThis.criteria[check](node, value)).filter(Boolean).map((word) => `${check}: ${word}`));
    return { count: nodes.length, found: [...new Set(found)] };
  };
}
