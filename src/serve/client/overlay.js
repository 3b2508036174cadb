// @ts-check
/**
 * What is wrong, over the last good page: every error, the warnings folded.
 *
 * It is no modal dialog: the page above it stays readable and can be scrolled to its end. It
 * goes when the errors are mended, and one that was closed comes back with the next new error.
 */
(function (preview) {
  "use strict";

  const { element, button, card, frame } = preview;

  const heading = element("h2", { id: "trouble-title", tabindex: "-1" });
  const lead = element("p.lead");
  const errors = element("ol.findings");
  const rest = element("div");
  const close = button("收起 Esc", () => preview.closeTrouble(), { class: "close" });
  const panel = element(
    "section.trouble",
    { role: "dialog", "aria-labelledby": "trouble-title", hidden: "" },
    element("div.head", {}, heading, close, lead),
    element("div.scroll", { tabindex: "0", role: "group", "aria-label": "错误" }, errors, rest),
  );
  frame.append(panel);

  /** The errors that are shown or were closed, as text. */
  let known = "[]";

  /** What had the focus before. @type {Element | null} */
  let before = null;

  /** @param {import("./finding.js").Finding[]} warnings @param {number} more */
  const folded = (warnings, more) => {
    const parts = [];
    if (warnings.length > 0) {
      const list = element("ol.findings", {}, ...warnings.map(card));
      parts.push(element("details", {}, element("summary", {}, `另有 ${warnings.length} 条警告`), list));
    }
    if (more > 0) parts.push(element("p.more", {}, `还有 ${more} 条没有列在这里，见终端`));
    return parts;
  };

  const open = () => {
    // Both at once would leave nothing of the page.
    preview.fold?.();
    panel.hidden = false;
    const focused = document.activeElement;
    before = focused === preview.host ? before : focused;
    // Who is typing on the page goes on typing; others are led here.
    if (!focused || focused === document.body) heading.focus({ preventScroll: true });
    preview.drawBar?.();
  };

  /** Puts the overlay away, and the focus back where it was: of who had none, to the bar if he closed it himself. */
  preview.closeTrouble = (byHand = true) => {
    if (panel.hidden || panel.classList.contains("whole")) return;
    const inside = document.activeElement === preview.host;
    panel.hidden = true;
    preview.unfoldAsBefore?.();
    if (inside && before instanceof HTMLElement && before !== document.body) before.focus();
    preview.drawBar?.();
    if (inside && byHand && (!before || before === document.body)) preview.focusBar?.();
  };

  preview.openTrouble = open;
  preview.troubleIsOpen = () => !panel.hidden;

  /**
   * Shows what is wrong, or nothing when all is well.
   * @param {{errors: import("./finding.js").Finding[], warnings: import("./finding.js").Finding[], more: number, failed: boolean, lead: string, whole: boolean}} trouble
   */
  preview.showTrouble = (trouble) => {
    const text = JSON.stringify([trouble.errors, trouble.failed, preview.root]);
    const news = text !== known;
    known = text;
    if (!trouble.failed) {
      if (!panel.hidden) {
        panel.classList.remove("whole");
        preview.closeTrouble(false);
        preview.say("错误已经改好");
      }
      return;
    }
    if (!news) return;
    const count = trouble.errors.length;
    heading.textContent = count > 0 ? `有 ${count} 处错误` : "有错误，见终端";
    lead.textContent = trouble.lead;
    errors.replaceChildren(...trouble.errors.map(card));
    rest.replaceChildren(...folded(trouble.warnings, trouble.more));
    panel.classList.toggle("whole", trouble.whole);
    close.hidden = trouble.whole;
    open();
    preview.say(`${heading.textContent}。${trouble.errors.map((one) => one.message).slice(0, 3).join("；")}`);
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) preview.closeTrouble();
  });
})((window.gongkaiPreview = window.gongkaiPreview || {}));
