/**
 * What every page does first: it applies the reader's settings before anything is painted, and offers the bar that changes
 * them. So it stands in the head, ahead of the style sheets, and is not deferred; all else is fetched when it is asked for.
 */
(function (gongkai) {
  "use strict";

  const root = document.documentElement;
  const { dataset } = document.currentScript;
  const loads = {};
  let saved;
  let status;

  /** An element. @param {string} name @param {Object<string, string>} attributes @param {...(Node|string)} children */
  gongkai.make = (name, attributes, ...children) => {
    const node = document.createElement(name);
    Object.keys(attributes).forEach((key) => node.setAttribute(key, attributes[key]));
    node.append(...children);
    return node;
  };

  /** Fetches, once, the file that the attribute `data-…` of this script names. @returns {Promise} */
  gongkai.load = (name) => {
    loads[name] = loads[name] || new Promise((done, fail) => {
      const node = name === "look"
        ? gongkai.make("link", { rel: "stylesheet", blocking: "render", href: dataset[name] })
        : gongkai.make("script", { src: dataset[name] });
      // A browser that cannot wait for a sheet shows nothing before it is there.
      const hide = document.readyState === "loading" && name === "look" && !("blocking" in node);
      const show = () => (root.style.visibility = "");
      if (hide) root.style.visibility = "hidden";
      setTimeout(show, 2000);
      node.onload = () => done(show());
      node.onerror = () => {
        show();
        node.remove();
        delete loads[name];
        fail();
      };
      document.head.append(node);
    });
    return loads[name];
  };

  /** Writes the settings to the root, where `access.css` reads them. @param {Object<string, string>} [settings] new ones */
  gongkai.dress = (settings) => {
    if (settings) saved = settings;
    ["size", "line", "letter", "contrast", "pointer", "ruler", "plain"].forEach((name) => {
      if (saved[name]) root.setAttribute(`data-${name}`, saved[name]);
      else root.removeAttribute(`data-${name}`);
    });
    if (Object.keys(saved).length) gongkai.load("look").catch(() => {});
    return saved;
  };

  /** Tells politely, in a place that was there before the words. @param {string} text */
  gongkai.say = (text) => {
    status = status || gongkai.make("div", { role: "status", class: "unseen" });
    status.textContent = "";
    document.body.append(status);
    setTimeout(() => status.append(text), 100);
  };

  function read() {
    let found;
    try {
      found = JSON.parse(localStorage.gongkaiAccess);
    } catch (error) {
      // Nothing is kept.
    }
    gongkai.dress(Object(found));
  }

  function ready() {
    const button = document.querySelector(".access");
    if (saved.ruler || saved.plain) gongkai.load("bar");
    if (/[?&]q=/.test(location.search)) gongkai.load("marks");
    if (button) button.onclick = () => Promise.all([gongkai.load("bar"), gongkai.load("look")]).then(
      () => gongkai.toggleBar(button),
      () => gongkai.say("工具条没有取到，请检查网络再试"),
    );
  }

  root.dataset.script = "";
  read();
  addEventListener("pageshow", (event) => event.persisted && ready(read()));
  addEventListener("DOMContentLoaded", ready);
})((window.gongkai = window.gongkai || {}));
