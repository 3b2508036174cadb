// @ts-check
/**
 * Going along with the officer: the preview turns to the item that is being edited, unless the
 * page is pinned or somebody is typing into it.
 */
(function (preview) {
  "use strict";

  const PINNED = "gongkai-preview-pinned";
  const SOURCES = "gongkai-preview-sources";
  const FOLLOWED = "gongkai-preview-followed";

  /** Storage may be forbidden; then nothing is remembered.
   * @param {"sessionStorage" | "localStorage"} where @param {string} key @param {string | null} [value] */
  const stored = (where, key, value) => {
    try {
      if (value === undefined) return window[where].getItem(key);
      if (value === null) window[where].removeItem(key);
      else window[where].setItem(key, value);
    } catch {
      // As above.
    }
    return null;
  };

  /** The edit that this page has seen. @type {string | null} */
  let seen = null;

  /** Whether the page did not listen for a while, as when the window is hidden. */
  let away = document.hidden;

  const isPinned = () => stored("sessionStorage", PINNED) !== null;

  /** Whether leaving would lose what somebody writes. */
  const isTyping = () => {
    const active = document.activeElement;
    if (active instanceof HTMLElement && (active.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(active.nodeName))) return true;
    return [...document.querySelectorAll("input, textarea")].some(
      (one) => /** @type {HTMLInputElement} */ (one).value !== /** @type {HTMLInputElement} */ (one).defaultValue,
    );
  };

  /** One address for a folder and its index. @param {string} path */
  const plain = (path) => decodeURI(path).replace(/\/index\.html$/, "/");

  /** Takes up the edit with which the page was sent. @param {string | null} mark */
  preview.sentWith = (mark) => {
    seen = mark;
  };

  /**
   * Turns to the page of a new edit. An edit that was made while no page was in front is
   * followed by the first that comes to the front, and by that one alone.
   * @param {{page: string, mark: string} | null} edited
   */
  preview.follow = (edited) => {
    const mark = edited ? edited.mark : null;
    const late = away;
    away = false;
    if (mark === seen) return;
    seen = mark;
    if (!edited) return;
    const done = stored("localStorage", FOLLOWED) === mark;
    stored("localStorage", FOLLOWED, mark);
    if ((late && done) || isPinned() || isTyping()) return;
    if (plain(edited.page) !== plain(location.pathname)) location.assign(encodeURI(edited.page));
  };

  /** Takes up that the stream was cut. */
  preview.left = () => {
    away = true;
  };

  preview.isPinned = isPinned;
  /** @param {boolean} pinned */
  preview.pin = (pinned) => stored("sessionStorage", PINNED, pinned ? "1" : null);

  /**
   * The file that was behind this address when it last had one.
   * @param {string | null} source the file behind it now
   * @returns {string | undefined}
   */
  preview.lastSource = (source) => {
    /** @type {Record<string, string>} */
    const sources = JSON.parse(stored("sessionStorage", SOURCES) || "{}");
    if (source && sources[location.pathname] !== source) {
      sources[location.pathname] = source;
      stored("sessionStorage", SOURCES, JSON.stringify(sources));
    }
    return sources[location.pathname];
  };
})((window.gongkaiPreview = window.gongkaiPreview || {}));
