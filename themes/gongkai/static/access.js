/**
 * The bar of settings for those who see, hear or move with effort (适老化与无障碍工具条). Fetched when it is asked for, or when
 * a setting that needs a script is kept. What the settings look like is the matter of `access.css`.
 */
(function (gongkai) {
  "use strict";

  const { make } = gongkai;

  /** Settings of which one of several holds: name, title, values with their words. The first is how the page comes. */
  const CHOICES = [
    ["size", "文字大小", [["", "标准"], ["l", "大"], ["xl", "更大"], ["xxl", "最大"]]],
    ["line", "行距", [["", "标准"], ["2", "宽"], ["3", "最宽"]]],
    ["letter", "字距", [["", "标准"], ["2", "宽"], ["3", "最宽"]]],
    ["contrast", "配色", [["", "默认"], ["white", "白底黑字"], ["black", "黑底黄字"], ["blue", "蓝底白字"]]],
    ["rate", "朗读语速", [["slow", "慢"], ["", "标准"], ["fast", "快"]]],
  ];
  /** Settings that are on or off. */
  const SWITCHES = [["pointer", "大鼠标指针"], ["ruler", "阅读线"], ["plain", "纯文本"]];

  let bar;
  let note;
  let ruler;

  /** Tells in the bar and to screen readers. @param {string} text */
  gongkai.tell = (text) => {
    note.textContent = text;
    gongkai.say(text);
  };

  /** Keeps a setting and applies it; an empty value is how the page comes. */
  function set(settings, word) {
    const some = Object.keys(settings).length > 0;
    let kept = true;
    try {
      if (some) localStorage.gongkaiAccess = JSON.stringify(settings);
      else localStorage.removeItem("gongkaiAccess");
    } catch (error) {
      kept = false;
    }
    gongkai.dress(settings);
    work();
    refresh();
    gongkai.tell(kept ? word : `${word}。浏览器不保存设置，只在本页有效`);
  }
  function change(name, value, word) {
    const settings = Object.assign({}, gongkai.dress());
    if (value) settings[name] = value;
    else delete settings[name];
    set(settings, word);
  }

  /** What no style sheet can do: the line that follows, and words in the place of pictures. */
  function work() {
    const settings = gongkai.dress();
    if (settings.ruler && !ruler) {
      ruler = make("div", { class: "ruler", "aria-hidden": "true" });
      document.body.append(ruler);
      lay(innerHeight / 3);
    }
    if (!settings.ruler && ruler) {
      ruler.remove();
      ruler = null;
    }
    document.querySelectorAll(".image-words").forEach((words) => words.remove());
    if (settings.plain) {
      document.querySelectorAll("main img[alt]:not([alt=''])").forEach((image) => {
        image.after(make("span", { class: "image-words" }, `［图片：${image.alt}］`));
      });
    }
  }

  /** @param {number} y from the top of the window, in px */
  function lay(y) {
    if (ruler) ruler.style.top = `${y}px`;
  }
  document.addEventListener("pointermove", (event) => lay(event.clientY + 14), { passive: true });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(":focus-visible")) lay(event.target.getBoundingClientRect().bottom + 4);
  });

  function choice([name, title, values]) {
    const radios = values.map(([value, word]) => {
      const radio = make("input", { type: "radio", name: `access-${name}`, value });
      radio.onchange = () => change(name, value, `${title}：${word}`);
      return make("label", {}, radio, make("span", {}, word));
    });
    return make("fieldset", { "data-name": name }, make("legend", {}, title), make("div", {}, ...radios));
  }

  function toggle([name, title]) {
    const button = make("button", { type: "button", "data-name": name }, title);
    button.onclick = () => {
      const on = !gongkai.dress()[name];
      change(name, on ? "on" : "", `${title}：${on ? "开" : "关"}`);
    };
    return button;
  }

  /** Shows in the bar what holds. */
  function refresh() {
    const settings = gongkai.dress();
    CHOICES.forEach(([name]) => {
      bar.querySelectorAll(`[data-name=${name}] input`).forEach((radio) => (radio.checked = radio.value === (settings[name] || "")));
    });
    SWITCHES.forEach(([name]) => bar.querySelector(`button[data-name=${name}]`).setAttribute("aria-pressed", Boolean(settings[name])));
  }

  function command(text, press) {
    const button = make("button", { type: "button" }, text);
    button.onclick = () => press(button);
    return button;
  }

  /** Fetched together with the bar, so that the voice may begin in the very click: some browsers allow it then only. */
  const voices = () => Promise.all(["spoken", "sentences", "aloud"].map(gongkai.load));
  function read(button) {
    if (gongkai.readAloud) gongkai.readAloud(button);
    else voices().then(() => gongkai.readAloud(button), () => gongkai.tell("朗读功能没有取到，请检查网络再试"));
  }

  function build(opener) {
    note = make("p", { class: "note" }, "设置保存在这台设备的浏览器里。按 Esc 键收起工具条。");
    bar = make("section", { id: "access", class: "access-bar", "aria-label": "无障碍工具条", hidden: "" },
      make("div", { class: "wide" },
        ...CHOICES.map(choice),
        make("div", { class: "switches", role: "group", "aria-label": "辅助" }, command("朗读本页", read), ...SWITCHES.map(toggle)),
        make("div", { class: "switches" }, command("恢复默认", () => set({}, "已恢复默认")), command("收起", close)),
        note));
    document.querySelector(".strip").after(bar);
    opener.setAttribute("aria-controls", "access");
    function close() {
      bar.hidden = true;
      opener.setAttribute("aria-expanded", false);
      opener.focus();
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || bar.hidden || !(bar.contains(event.target) || event.target === opener)) return;
      event.preventDefault();
      close();
    }, true);
  }

  /** Opens or closes the bar. @param {HTMLButtonElement} opener */
  gongkai.toggleBar = (opener) => {
    if (!bar) build(opener);
    bar.hidden = !bar.hidden;
    opener.setAttribute("aria-expanded", !bar.hidden);
    if (bar.hidden) return;
    refresh();
    voices().catch(() => {});
  };

  // The page as it was left, while the settings may have changed on another since; settings.js has read them by now.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    work();
    if (bar) refresh();
  });
  work();
})((window.gongkai = window.gongkai || {}));
