// @ts-check
/**
 * What the preview adds to a page: a bar that says so, the findings of a build that failed,
 * and loading again when the site has changed.
 *
 * Everything from the server is shown as text nodes; nothing here is ever read as markup.
 */

/**
 * @typedef {object} Finding
 * @property {"error" | "warning" | "note"} severity
 * @property {string} path
 * @property {number} [line]
 * @property {string} message
 * @property {string[]} hints
 */

/**
 * @typedef {object} State
 * @property {string} version names the site that the server shows
 * @property {boolean} failed whether the newest build has errors
 * @property {string | null} summary counts of all findings
 * @property {Finding[]} findings the gravest first
 */

(() => {
  "use strict";

  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const { version = "", source = "", state: standing = "" } = script.dataset;

  const KEPT = "gongkai-preview-scroll";
  /** @type {Record<string, string>} */
  const STANDINGS = { disclosed: "主动公开", withdrawn: "已撤回" };
  /** @type {Record<Finding["severity"], string>} */
  const WEIGHTS = { error: "错误", warning: "警告", note: "提示" };

  /**
   * @param {string} name
   * @param {string} className
   * @param {string} [text]
   */
  const element = (name, className, text = "") => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.append(text);
    return made;
  };

  const bar = element("div", "gongkai-preview-bar");
  bar.setAttribute("role", "status");
  const trouble = element("section", "gongkai-preview-trouble");
  trouble.setAttribute("role", "alert");
  trouble.hidden = true;
  document.body.append(bar, trouble);

  /** @param {Finding} finding */
  const place = (finding) => (finding.line ? `${finding.path} 第 ${finding.line} 行` : finding.path);

  /** @param {Finding} finding */
  const row = (finding) => {
    const made = element("li", `gongkai-preview-${finding.severity}`);
    made.append(element("strong", "", `${WEIGHTS[finding.severity]}：${finding.message}`));
    made.append(element("span", "gongkai-preview-place", place(finding)));
    for (const hint of finding.hints) made.append(element("span", "", `改法：${hint}`));
    return made;
  };

  /** @param {State} state */
  const showTrouble = (state) => {
    trouble.hidden = !state.failed;
    const list = element("ul", "");
    list.append(...state.findings.filter((finding) => finding.severity === "error").map(row));
    const close = element("button", "", "收起");
    close.setAttribute("type", "button");
    close.addEventListener("click", () => {
      trouble.hidden = true;
    });
    const heading = element("h2", "", "改动还有错误，下面的网页是改动以前的");
    trouble.replaceChildren(heading, close, list);
  };

  /** @param {State} state */
  const showBar = (state) => {
    const here = state.findings.filter((finding) => finding.path === source).length;
    const parts = ["预览", STANDINGS[standing] ?? "", source];
    if (source && here) parts.push(`本页 ${here} 条检查结果`);
    if (state.summary) parts.push(`全站 ${state.summary}`);
    bar.replaceChildren(parts.filter(Boolean).join(" · "));
    bar.classList.toggle("gongkai-preview-failed", state.failed);
  };

  /** Loads the page again where the reader is. */
  const reload = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, scrollY]));
    } catch {
      // Without storage the browser's own memory of the place has to do.
    }
    location.reload();
  };

  const restore = () => {
    try {
      const [path, top] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
      sessionStorage.removeItem(KEPT);
      if (path === location.pathname) scrollTo(0, Number(top));
    } catch {
      // As above.
    }
  };

  /** @type {EventSource | undefined} */
  let events;

  // A browser opens few connections to one server, and a stream holds one for as long as it
  // is open, so only the page in front keeps its own.
  const connect = () => {
    events?.close();
    events = undefined;
    if (document.hidden) return;
    events = new EventSource("/__gongkai/events");
    events.addEventListener("message", (event) => {
      /** @type {State} */
      const state = JSON.parse(event.data);
      if (state.version !== version) {
        reload();
        return;
      }
      showBar(state);
      showTrouble(state);
    });
    events.addEventListener("error", () => {
      bar.replaceChildren("预览 · 连接中断，程序可能已经结束");
    });
  };

  bar.append("预览");
  restore();
  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });
  connect();
})();
