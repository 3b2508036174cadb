/**
 * The buttons of an item. `data-print` prints the page, by the style sheet in `data-sheet` if there is one, which holds for
 * this print alone. Those that copy are served by `copy.js`, fetched when one is first pressed.
 */
(function (gongkai) {
  "use strict";

  const cite = document.querySelector(".cite");
  let sheet;
  let stamp;
  let copies;

  function clear() {
    [sheet, stamp].forEach((node) => node && node.remove());
  }

  function printWith(href) {
    clear();
    sheet = gongkai.make("link", { rel: "stylesheet", media: "print", href });
    sheet.onload = () => window.print();
    sheet.onerror = () => gongkai.say("版式没有取到，请检查网络再试");
    document.head.append(sheet);
  }

  document.querySelectorAll("[data-print]").forEach((button) => {
    const href = button.dataset.sheet;
    button.onclick = () => (href ? printWith(href) : window.print());
  });

  cite.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button || copies) return;
    copies = true;
    gongkai.load("copies").then(() => button.click(), () => {
      copies = false;
      gongkai.say("复制功能没有取到，请检查网络再试");
    });
  };

  addEventListener("beforeprint", () => {
    stamp = gongkai.make("p", {}, `打印时间：${new Date().toLocaleString("zh-CN")}`);
    cite.append(stamp);
  });
  addEventListener("afterprint", clear);
})((window.gongkai = window.gongkai || {}));
