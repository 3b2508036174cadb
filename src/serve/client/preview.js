// @ts-check
/**
 * What the preview adds to a page: it listens for new states of the site, brings the page up to
 * date, and has the bar and the overlay shown.
 *
 * Everything from the server is shown as text; the one thing that is read as markup is the
 * page itself, which the server sends as it will be published.
 */

/**
 * @typedef {object} State what all pages are told
 * @property {string} version names the site that the server shows
 * @property {number} serial counts the states
 * @property {boolean} failed whether the newest build has errors
 * @property {string | null} summary counts of all findings
 * @property {import("./finding.js").Finding[]} errors
 * @property {import("./finding.js").Finding[]} warnings
 * @property {number} more findings that are not told
 * @property {Array<{path: string, reason: string, findings: number}>} withheld
 * @property {number} withheld_count
 * @property {{page: string, mark: string} | null} edited
 * @property {string | null} root the portal's folder on this machine
 *
 * @typedef {object} Page what this page is told of itself
 * @property {string} version
 * @property {number} serial
 * @property {string | null} edited names the newest edit that it was sent with
 * @property {string} digest names the page as it was sent
 * @property {string} sort
 * @property {string | null} source
 * @property {string | null} state
 * @property {string | null} note
 * @property {number | null} words
 * @property {string[]} required
 * @property {string[]} advised
 * @property {import("./finding.js").Finding[]} findings
 *
 * @typedef {{failed: boolean, errors: import("./finding.js").Finding[]}} Wrong what the officer has to mend
 *
 * @typedef {{redirected: boolean, html: string}} Sent a page as it was sent
 */

(function (preview) {
  "use strict";

  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;

  /** @type {Page} */
  let page = JSON.parse(script.dataset.page || "{}");
  /** @type {State | undefined} */
  let state;
  /** Findings of a page that cannot be made any more, while its last good form is shown. */
  let broken = page.sort === "trouble" ? page.findings : [];

  /** All errors that concern this page, each once. @param {boolean} whole */
  const wrong = (whole) => {
    const known = new Set(broken.map((finding) => JSON.stringify(finding)));
    const others = whole || !state?.failed ? [] : state.errors;
    return [...broken, ...others.filter((finding) => !known.has(JSON.stringify(finding)))];
  };

  const show = () => {
    const failed = Boolean(state?.failed) || broken.length > 0;
    const whole = page.sort === "trouble";
    const errors = wrong(whole);
    const lead = whole
      ? "这一页还做不出来。改好保存后，这里自动变成网页。"
      : "上面的网页是出错以前的样子，可以照常看。改好保存后，这里自动消失。";
    preview.root = state?.root ?? null;
    preview.showBar(page, state, { failed, errors });
    preview.showTrouble({ failed, whole, errors, lead, warnings: state?.warnings || [], more: state?.more || 0 });
  };

  /** Does it now, or when the reader leaves the field that he writes in. @param {() => void} act */
  const whenIdle = (act) => {
    const field = document.activeElement;
    const writing = document.hasFocus() && field instanceof HTMLInputElement;
    if (writing) field.addEventListener("blur", act, { once: true });
    else act();
  };

  /** Takes the page as the server has it now. What cannot be turned into it is loaded again,
   * and the browser keeps the reader's place. @param {Sent} sent */
  const take = (sent) => {
    const next = new DOMParser().parseFromString(sent.html, "text/html");
    const tag = next.querySelector("script[data-page]");
    if (sent.redirected || !(tag instanceof HTMLScriptElement)) return location.reload();
    /** @type {Page} */
    const fresh = JSON.parse(tag.dataset.page || "{}");
    broken = fresh.sort === "trouble" ? fresh.findings : [];
    if (fresh.sort === "trouble" && page.sort !== "trouble") {
      page = { ...page, version: fresh.version, serial: fresh.serial };
      return;
    }
    // The search page has read files of the index that may be gone; its address has its
    // question, which it answers anew. Who is writing one is not interrupted.
    if (fresh.sort === "search" && fresh.version !== page.version) return whenIdle(() => location.reload());
    const same = fresh.digest === page.digest;
    if (!same && (fresh.sort !== page.sort || fresh.sort === "trouble" || !preview.morph(next))) return location.reload();
    page = fresh;
  };

  /** The page as the server has it now; nothing when the server has ended, as the stream says
   * too. @returns {Promise<Sent | undefined>} */
  const ask = async () => {
    try {
      const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
      return { redirected: answer.redirected, html: await answer.text() };
    } catch {
      return undefined;
    }
  };

  let busy = false;

  /** Brings the page up to date, once for however many states came meanwhile. */
  const update = async () => {
    if (busy) return;
    busy = true;
    try {
      while (state && (state.version !== page.version || state.serial !== page.serial)) {
        const wanted = state;
        const sent = await ask();
        if (!sent) break;
        take(sent);
        show();
        // The server may be at a later state than the one that asked for this.
        if (state === wanted) break;
      }
    } catch (fault) {
      // A fault of ours may have left the page half as it was; the edit must not be lost.
      console.error(fault);
      location.reload();
    } finally {
      busy = false;
    }
  };

  /** @type {EventSource | undefined} */
  let events;

  // A browser opens few connections to one server, and a stream holds one for as long as it
  // is open, so only the page in front keeps its own.
  const connect = () => {
    if (events) preview.left();
    events?.close();
    events = undefined;
    if (document.hidden) return;
    events = new EventSource("/__gongkai/events");
    events.addEventListener("message", (event) => {
      /** @type {State} */
      const told = JSON.parse(event.data);
      state = told;
      // The page is asked for before anything is drawn, since it is what is waited for.
      void update();
      show();
      preview.follow(told.edited);
    });
    events.addEventListener("error", preview.showLost);
  };

  preview.remember();
  preview.sentWith(page.edited);
  preview.lastSource(page.source);
  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });
  preview.attach();
  preview.unfoldAsBefore();
  show();
  connect();
})((window.gongkaiPreview = window.gongkaiPreview || {}));
