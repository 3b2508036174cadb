/**
 * The one key of the search page: "/" leads back to the box.
 *
 * A key without a modifier can be sent by speech input and by accident, so it can be switched off, and
 * stays off in this browser.
 */
(function (gongkai) {
  "use strict";

  const hint = gongkai.frame.part("key");

  /** Whether the key is off; browsers may refuse a page any memory. @param {boolean} [wanted] */
  function off(wanted) {
    try {
      if (wanted) localStorage.slash = "off";
      return localStorage.slash;
    } catch (refused) {
      return wanted;
    }
  }

  hint.hidden = off();
  hint.querySelector("button").onclick = () => {
    hint.hidden = off(true);
  };
  document.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (key !== "/" || target.closest("[type=search], [type=date]") || ctrlKey || metaKey || altKey || hint.hidden) return;
    event.preventDefault();
    document.querySelector("[name=q]").focus();
  });
})((window.gongkai = window.gongkai || {}));
