// @ts-check
/**
 * The bar at the lower edge: how the item stands and how much is wrong, in one line; unfolded,
 * everything an officer asks before it goes out, and what does not go out at all and why.
 */
(function (preview) {
  "use strict";

  const { element, button, copier, card, frame } = preview;

  const OPEN = "gongkai-preview-open";

  const panel = element("div.panel", { id: "panel", hidden: "" });
  const chip = element("span.chip");
  const counts = element("span.counts");
  const alarm = button("", () => (preview.troubleIsOpen() ? preview.closeTrouble() : preview.openTrouble()), { class: "alarm", hidden: "" });
  const pin = button("固定本页", () => {
    preview.pin(!preview.isPinned());
    draw();
  }, { title: "固定后，改别的条目时预览不再跟过去" });
  const more = button("详情", () => {
    const open = panel.hidden;
    if (open) preview.closeTrouble();
    unfold(open);
  }, { "aria-expanded": "false", "aria-controls": "panel" });
  const line = element("div.bar", {}, chip, counts, alarm, element("span.space"), pin, more);
  frame.append(element("section.bottom", { role: "region", "aria-label": "预览信息" }, panel, line));

  /** @type {import("./preview.js").Page} */
  let page;
  /** @type {import("./preview.js").State | undefined} */
  let state;
  /** What is wrong with the whole or with this page. @type {import("./preview.js").Wrong} */
  let wrong = { failed: false, errors: [] };
  let connected = true;

  /** @param {boolean} open */
  const turn = (open) => {
    panel.hidden = !open;
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? "收起" : "详情";
  };

  /** @param {boolean} open */
  const unfold = (open) => {
    turn(open);
    try {
      sessionStorage.setItem(OPEN, open ? "1" : "");
    } catch {
      // Then the next page begins folded.
    }
  };

  /** Which file is not shown here, where the address has lost its page. */
  const gone = () => {
    const source = preview.lastSource(page.source);
    return page.sort === "missing" ? state?.withheld.find((kept) => kept.path === source) : undefined;
  };

  /** @returns {[string, string]} a word and its colour */
  const standing = () => {
    if (!connected) return ["连接中断，程序可能已经结束", "stop"];
    const kept = gone();
    if (kept) return [`未公开：${kept.reason}`, "stop"];
    if (page.state === "主动公开") return [page.state, "go"];
    if (page.state) return [page.state, "warn"];
    return [{ missing: "没有这一页", list: "栏目", search: "搜索", trouble: "出错" }[page.sort] || "预览", "plain"];
  };

  /** @param {string} severity */
  const here = (severity) => page.findings.filter((finding) => finding.severity === severity).length;

  const found = () => {
    const parts = [];
    for (const [severity, word] of [["error", "错误"], ["warning", "警告"], ["note", "提示"]]) {
      if (here(severity)) parts.push(`${word} ${here(severity)} 处`);
    }
    const all = state?.summary ? `全站${state.summary}` : "";
    const own = page.source && parts.length === 0 ? "本页没有问题" : parts.length > 0 ? `本页${parts.join("，")}` : "";
    return [own, all].filter(Boolean).join(" · ");
  };

  /** @param {string} name @param {...(Node | string)} value */
  const row = (name, ...value) => [element("dt", {}, name), element("dd", {}, ...value)];

  /** @param {string} path */
  const source = (path) => {
    const at = page.findings.find((finding) => finding.line)?.line;
    const parts = [preview.place(path, at)];
    if (preview.root) parts.push(copier("复制路径", preview.onDisk(path)));
    return parts;
  };

  const blank = () => {
    const parts = [];
    if (page.required.length > 0) parts.push(element("span.wanted", {}, `依规应填：${page.required.join("、")}`));
    if (page.advised.length > 0) parts.push(element("span", {}, `建议填写：${page.advised.join("、")}`));
    return parts.length > 0 ? parts : ["没有"];
  };

  const facts = () => {
    const kept = gone();
    const rows = [...row("状态", standing()[0], page.note ? `：${page.note}` : "")];
    const path = kept ? kept.path : page.source;
    if (path) rows.push(...row("源文件", ...source(path)));
    if (page.words !== null) {
      rows.push(...row("字数", `${page.words.toLocaleString("zh-CN")} 字`));
      rows.push(...row("未填的字段", ...blank()));
    }
    rows.push(...row("全站检查", state?.summary || "没有问题"));
    return element("dl", {}, ...rows);
  };

  /** Nothing is left out in silence: every file that is not published is named, with its reason. */
  const withheld = () => {
    const all = state?.withheld || [];
    const count = state?.withheld_count || 0;
    if (count === 0) return null;
    const items = all.map((kept) =>
      element("li", {}, preview.place(kept.path), ` ${kept.reason}`, kept.findings ? `，${kept.findings} 条检查结果见终端` : ""),
    );
    const more = count - all.length;
    // Where others can look in, the server names none of them.
    if (all.length === 0) items.push(element("li", {}, "是哪些，只在运行预览的电脑上显示"));
    else if (more > 0) items.push(element("li", {}, `还有 ${more} 个没有列出`));
    return element("details.withheld", { id: "withheld" }, element("summary", {}, `全站未公开 ${count} 条`), element("ul", {}, ...items));
  };

  const drawPanel = () => {
    const open = panel.querySelector("details")?.open;
    const list = page.findings.length > 0 && element("ol.findings", {}, ...page.findings.map(card));
    const parts = [facts(), list && element("h3", {}, "本页检查结果"), list, withheld()];
    panel.replaceChildren(.../** @type {Node[]} */ (parts.filter(Boolean)));
    const details = panel.querySelector("details");
    if (details && open) details.open = true;
  };

  const draw = () => {
    const [word, colour] = standing();
    chip.className = `chip ${colour}`;
    chip.textContent = word;
    counts.textContent = found();
    alarm.hidden = !wrong.failed || preview.troubleIsOpen();
    alarm.textContent = wrong.errors.length > 0 ? `${wrong.errors.length} 处错误` : "有错误";
    pin.setAttribute("aria-pressed", String(preview.isPinned()));
    pin.textContent = preview.isPinned() ? "已固定" : "固定本页";
    drawPanel();
  };

  preview.drawBar = () => page && draw();
  /** Makes room for the errors, until they are put away. */
  preview.fold = () => turn(false);
  preview.focusBar = () => (alarm.hidden ? more : alarm).focus();

  /**
   * Shows how the page stands.
   * @param {import("./preview.js").Page} newPage
   * @param {import("./preview.js").State | undefined} newState
   * @param {import("./preview.js").Wrong} newWrong
   */
  preview.showBar = (newPage, newState, newWrong) => {
    page = newPage;
    state = newState;
    wrong = newWrong;
    connected = true;
    draw();
  };

  /** Says that nothing is heard any more. */
  preview.showLost = () => {
    connected = false;
    draw();
  };

  /** Unfolds the bar as it was on the page before, or before the errors came. */
  preview.unfoldAsBefore = () => {
    try {
      turn(sessionStorage.getItem(OPEN) === "1");
    } catch {
      turn(false);
    }
  };
})((window.gongkaiPreview = window.gongkaiPreview || {}));
