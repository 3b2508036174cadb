// @ts-check
/**
 * How the preview makes what it shows: elements with text in them, never markup.
 *
 * All of it stands in one shadow tree at the end of the page, so that no rule of the theme
 * reaches it and none of its own reaches the page.
 */
(function (preview) {
  "use strict";

  /**
   * An element. Strings among the children become text nodes; what is empty is left out.
   * @param {string} name the element's name, with classes after dots
   * @param {Record<string, string>} [attributes]
   * @param {...(Node | string | null | undefined | false)} children
   * @returns {HTMLElement}
   */
  const element = (name, attributes = {}, ...children) => {
    const [tag, ...classes] = name.split(".");
    const made = document.createElement(tag);
    if (classes.length > 0) made.className = classes.join(" ");
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    for (const child of children) if (child) made.append(child);
    return made;
  };

  /**
   * A button.
   * @param {string} text
   * @param {() => void} press
   * @param {Record<string, string>} [attributes]
   */
  const button = (text, press, attributes = {}) => {
    const made = element("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", press);
    return made;
  };

  /** Copies by the old way, where the page may not use the clipboard. @param {string} text */
  const copyByHand = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  /**
   * A button that copies a text and says so.
   * @param {string} label
   * @param {string} text
   */
  const copier = (label, text) => {
    const made = button(label, async () => {
      let done = false;
      try {
        await navigator.clipboard.writeText(text);
        done = true;
      } catch {
        done = copyByHand(text);
      }
      made.textContent = done ? "已复制" : "没有复制成";
      preview.say(made.textContent);
      setTimeout(() => (made.textContent = label), 1500);
    });
    return made;
  };

  const host = element("gongkai-preview", { hidden: "" });
  const root = host.attachShadow({ mode: "open" });
  const spoken = element("p.unseen", { role: "status" });
  const frame = element("div.frame", {}, spoken);

  /** The room that the preview takes at the lower edge is added to the page's end. */
  const giveRoom = () => {
    const room = `${Math.ceil(frame.getBoundingClientRect().height)}px`;
    document.body.style.paddingBottom = room;
    document.documentElement.style.scrollPaddingBottom = room;
  };

  /** Puts the preview's tree at the end of the page; it is shown once its sheet is there. */
  const attach = () => {
    const sheet = element("link", { rel: "stylesheet", href: "/__gongkai/preview.css" });
    sheet.addEventListener("load", () => {
      host.hidden = false;
      giveRoom();
      new ResizeObserver(giveRoom).observe(frame);
    });
    root.append(sheet, frame);
    document.body.append(host);
  };

  Object.assign(preview, {
    element,
    button,
    copier,
    host,
    frame,
    attach,
    /** Tells those who do not see. @param {string} text */
    say: (text) => spoken.replaceChildren(text),
  });
})((window.gongkaiPreview = window.gongkaiPreview || {}));
