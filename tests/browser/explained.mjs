// What axe cannot tell by itself and a person has looked at. A line names the rule, the elements, and why it holds there.

/**
 * @typedef {object} Explanation
 * @property {string} rule the rule's name in axe
 * @property {RegExp} [check] a word of the message with which axe gives up
 * @property {RegExp} [target] the selector that axe gives for the element
 * @property {string} reason why nothing is wrong
 */

/** @type {Explanation[]} */
export const EXPLANATIONS = [
  {
    rule: "th-has-data-cells",
    target: /^table$|services/,
    reason: "The name of a group of rows takes a whole row; its cells are those of the rows below, by scope=rowgroup.",
  },
  {
    rule: "label-content-name-mismatch",
    target: /#fr-/,
    reason: "The way back from a footnote shows an arrow and no words; its name says where it leads.",
  },
  {
    rule: "color-contrast",
    check: /background gradient/,
    reason: "The shadow at the edge of a table that scrolls: half a rem wide, behind the padding of the cells and no text.",
  },
  {
    rule: "color-contrast",
    check: /partially obscured by another element/,
    reason: "A link that breaks over two lines; its boxes touch those of its neighbour, and neither covers the other.",
  },
  {
    rule: "color-contrast",
    check: /overlapped by another element/,
    target: /rowspan|rowgroup/,
    reason: "A cell over several rows lies on the boxes of those rows, which have no colour of their own.",
  },
  {
    rule: "color-contrast",
    check: /too short to determine|only non-text characters/,
    reason: "A figure, a dash or a key of one character has the colours of the words around it, and those are judged.",
  },
];

/** Whether what axe cannot tell of a node is explained. */
export function explained(rule, node) {
  const message = [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
  return EXPLANATIONS.some(
    (one) =>
      one.rule === rule.id &&
      (one.check === undefined || one.check.test(message)) &&
      (one.target === undefined || one.target.test(node.target.join(" "))),
  );
}
