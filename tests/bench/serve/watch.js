// Runs in every page that is measured: tells the moment when what is waited for is on the page, also
// across a page that is loaded again. Text in open shadow trees counts, as does the value of `--measured`.

(() => {
  "use strict";

  // The page that is measured stays open, whichever file is edited.
  if (location.protocol === "http:") sessionStorage.setItem("gongkai-preview-pinned", "1");

  const wanted = () => {
    try {
      return JSON.parse(sessionStorage.getItem("measured") ?? "null");
    } catch {
      return null;
    }
  };

  /** @param {Node} node */
  const holds = (node, text) => {
    if (node.textContent?.includes(text)) return true;
    const shadows = node instanceof Element || node instanceof Document ? node.querySelectorAll("*") : [];
    return [...shadows].some((one) => one.shadowRoot && holds(one.shadowRoot, text));
  };

  const look = () => {
    const want = wanted();
    if (!want || !document.body) return;
    const styled = getComputedStyle(document.documentElement).getPropertyValue("--measured").includes(want.text);
    const there = styled || holds(document.body, want.text);
    // What is gone is gone only when the page is whole again.
    if (there !== want.there || (!there && document.readyState === "loading")) return;
    sessionStorage.removeItem("measured");
    globalThis.measuredSeen(Date.now());
  };

  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  document.addEventListener("readystatechange", look);
  const frame = () => {
    look();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})();
