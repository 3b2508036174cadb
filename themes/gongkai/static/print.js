/**
 * Printing an item in one of two forms. `data-print="plain"` prints the page with its record, as the print command of the
 * browser does; `data-print="official"` sets the text as an official document (GB/T 9704), by the sheet `official.css`,
 * which holds for this one print.
 */
(function (gongkai) {
  "use strict";

  const official = document.querySelector("link[data-official]");
  const buttons = document.querySelectorAll("[data-print]");
  let stamp;

  /** @param {boolean} on whether the text is set as an official document */
  function dress(on) {
    if (official) official.media = on ? "print" : "not all";
  }

  buttons.forEach((button) => {
    // Some browsers inside other apps cannot print.
    button.hidden = typeof window.print !== "function";
    button.onclick = () => {
      dress(button.dataset.print === "official");
      window.print();
    };
  });

  addEventListener("beforeprint", () => {
    stamp = gongkai.make("p", {}, `打印时间：${new Date().toLocaleString("zh-CN")}`);
    document.querySelector(".cite").append(stamp);
  });
  addEventListener("afterprint", () => {
    stamp.remove();
    dress(false);
  });
})((window.gongkai = window.gongkai || {}));
