/**
 * On the page for what is not found: the last words of the address go into the search box, since addresses are made of
 * the sounds of titles. Nothing is searched before the reader asks.
 */
(() => {
  "use strict";
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("main .box input[type=search]"));
  if (!field || field.value) return;

  /** @param {string} text an address, perhaps with broken escapes */
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  };

  const parts = location.pathname.split("/").filter((part) => part && !/^index\.html?$/.test(part));
  const last = decoded(parts[parts.length - 1] || "").replace(/\.[a-z0-9]{1,5}$/i, "");
  const words = last.replace(/[-_.+]+/g, " ").trim();
  if (words && words !== "404" && words.length <= 80) field.value = words;
})();
