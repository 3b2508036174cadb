/**
 * Reads the page aloud with a voice of the browser: `gongkai.readAloud(button)`.
 *
 * One sentence is one utterance, and the next is asked for when the last has ended, since browsers drop long ones, lose the
 * word that one has ended, or forget queues. For the same reasons a pause is a stop that remembers its place.
 */
(function (gongkai) {
  "use strict";

  const synth = window.speechSynthesis;
  const LANGUAGE = /hant|tw|hk/i.test(document.documentElement.lang) ? "zh-TW" : "zh-CN";
  const RATES = { slow: 0.75, fast: 1.4 };
  /** How long a sentence may take before it counts as lost, in milliseconds: some, and more for each character. */
  const PATIENCE = [5000, 600];

  /** @type {Array<{ element: Element, text: string, range: Range }>} */
  let sentences = [];
  let at = 0;
  /** How many sentences failed since the last that was said. */
  let failures = 0;
  let playing = false;
  let utterance = null;
  let timer;
  let player;
  let opener;

  /** How well a voice fits: on this machine before the network's, this language before others of Chinese. */
  function fitness(voice) {
    const lang = voice.lang.replace("_", "-");
    if (!/^(zh|cmn|yue)/i.test(lang)) return 0;
    return 1 + (lang.toLowerCase() === LANGUAGE.toLowerCase() ? 4 : /^zh-(CN|Hans)|^cmn/i.test(lang) ? 2 : 0) + (voice.localService ? 1 : 0);
  }

  const voiceNow = () => synth.getVoices().filter(fitness).sort((a, b) => fitness(b) - fitness(a))[0];

  /** Voices come late in some browsers. @returns {Promise<SpeechSynthesisVoice | undefined>} */
  function voice() {
    const found = synth && voiceNow();
    if (found || !synth) return Promise.resolve(found);
    return new Promise((done) => {
      const late = setTimeout(() => done(voiceNow()), 1500);
      synth.addEventListener("voiceschanged", () => {
        clearTimeout(late);
        done(voiceNow());
      }, { once: true });
    });
  }

  /** Shows where the voice is: by the browser's own highlight, or by a mark on the paragraph. */
  function show(sentence) {
    const old = document.querySelector(".aloud-here");
    if (old) old.classList.remove("aloud-here");
    if (window.CSS && CSS.highlights) {
      CSS.highlights.delete("aloud");
      if (sentence) CSS.highlights.set("aloud", new Highlight(sentence.range));
    } else if (sentence) sentence.element.classList.add("aloud-here");
    if (!sentence) return;
    const box = sentence.range.getBoundingClientRect();
    const low = player.getBoundingClientRect().top || innerHeight;
    if (box.top < 40 || box.bottom > low - 20) sentence.element.scrollIntoView({ block: "center" });
  }

  function silence() {
    clearTimeout(timer);
    utterance = null;
    if (synth) synth.cancel();
  }

  /** One sentence may be passed over; where the next fails as well there is no voice, and both are said when it is back. */
  function fail(error, next) {
    const refused = error === "not-allowed";
    failures += 1;
    if (!refused && failures < 2) {
      next();
      return;
    }
    if (!refused) at -= 1;
    pause();
    gongkai.tell(refused ? "浏览器没有允许朗读，请再按一次“继续”" : "朗读中断了，请检查网络再按“继续”");
  }

  function say(given) {
    silence();
    if (at >= sentences.length) {
      stop("朗读完毕");
      return;
    }
    const sentence = sentences[at];
    const mine = (utterance = new SpeechSynthesisUtterance(sentence.text));
    const next = () => {
      if (mine !== utterance) return;
      at += 1;
      say(given);
    };
    Object.assign(mine, { voice: given, lang: given.lang, rate: RATES[gongkai.dress().rate] || 1 });
    mine.onend = () => {
      if (mine === utterance) failures = 0;
      next();
    };
    mine.onerror = (event) => {
      if (mine === utterance) fail(event.error, next);
    };
    timer = setTimeout(next, PATIENCE[0] + sentence.text.length * PATIENCE[1]);
    show(sentence);
    player.querySelector("span").textContent = `第 ${at + 1} 句，共 ${sentences.length} 句`;
    synth.speak(mine);
  }

  function label() {
    player.querySelector("[data-do=toggle]").textContent = playing ? "暂停" : "继续";
  }
  function pause() {
    playing = false;
    silence();
    label();
  }
  function go(to) {
    at = Math.max(0, Math.min(to, sentences.length - 1));
    playing = true;
    failures = 0;
    label();
    voice().then((found) => playing && say(found));
  }
  /** @param {string} [word] what is told */
  function stop(word) {
    const focused = player.contains(document.activeElement);
    playing = false;
    silence();
    show(null);
    player.remove();
    document.documentElement.classList.remove("aloud-on");
    document.removeEventListener("click", follow);
    document.removeEventListener("keydown", escape);
    if (focused) (opener.offsetParent ? opener : document.querySelector(".access")).focus();
    gongkai.tell(word || "已停止朗读");
  }

  /** The first sentence at or after a place in the page. */
  function sentenceAt(node, offset) {
    const found = sentences.findIndex(({ range }) => range.comparePoint(node, offset) <= 0);
    return Math.max(0, found);
  }

  function follow(event) {
    const inside = event.target.closest("main") && !event.target.closest("a, button, input, select, label, summary");
    if (!inside || !getSelection().isCollapsed) return;
    const own = sentences.findIndex(({ element }) => element.contains(event.target));
    if (own >= 0) go(own);
  }
  function escape(event) {
    if (event.key === "Escape" && !event.defaultPrevented) stop();
  }
  const STEPS = { back: () => go(at - 1), toggle: () => (playing ? pause() : go(at)), next: () => go(at + 1), stop: () => stop() };

  function build() {
    const button = (name, text) => gongkai.make("button", { type: "button", "data-do": name }, text);
    player = gongkai.make("section", { class: "aloud", "aria-label": "朗读" },
      gongkai.make("span", {}), button("back", "上一句"), button("toggle", "暂停"), button("next", "下一句"), button("stop", "停止"));
    player.addEventListener("click", (event) => {
      if (STEPS[event.target.dataset.do]) STEPS[event.target.dataset.do]();
    });
    player.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") STEPS.back();
      else if (event.key === "ArrowRight") STEPS.next();
      else return;
      event.preventDefault();
    });
  }

  /** Starts at what is selected, or at the top. @param {HTMLElement} button gets the focus back */
  gongkai.readAloud = (button) => {
    const chosen = getSelection();
    const main = document.querySelector("main");
    const from = !chosen.isCollapsed && main.contains(chosen.anchorNode) ? chosen.getRangeAt(0) : null;
    opener = button;
    if (!player) build();
    voice().then((found) => {
      if (!found) {
        gongkai.tell("这个浏览器没有中文语音，不能朗读。请在系统设置里添加中文语音，或者换一个浏览器。");
        return;
      }
      sentences = gongkai.sentences(main);
      document.body.append(player);
      document.documentElement.classList.add("aloud-on");
      document.addEventListener("click", follow);
      document.addEventListener("keydown", escape);
      player.querySelector("[data-do=toggle]").focus();
      go(from ? sentenceAt(from.startContainer, from.startOffset) : 0);
    });
  };

  addEventListener("pagehide", silence);
})((window.gongkai = window.gongkai || {}));
