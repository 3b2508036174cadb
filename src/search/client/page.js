/**
 * The search page: each change of its state is written into its address, searched for and painted.
 *
 * First the results are painted, then the counts of those filters that are open, since their columns are
 * files of their own. Answers that a newer question has overtaken are dropped.
 */
(function (gongkai) {
  "use strict";

  const { make, fill, hit, facet, pager } = gongkai.paint;
  const { FIELDS, read, write } = gongkai.state;
  const { part, show, root, groups, groupOf, enter, say, dress, offer, fail } = gongkai.frame;

  /** Results on a page. */
  const PAGE = 10;
  /** Milliseconds without a key after which a search begins. */
  const PAUSE = 180;
  /** Bytes of facet columns that are fetched without being asked for. */
  const FREE = 10240;

  const form = root.querySelector("form");
  const input = form.elements.q;
  const filters = part("filters");
  const wide = window.matchMedia("(min-width: 60.01rem)");

  /** @type {State} */
  let state = read(location.search);
  /** The number of the present question. */
  let latest = 0;
  /** Whether the newest entry of the history is still being typed. */
  let typing = false;
  let timer = 0;
  /** Resolves when it is known which groups are dear. @type {Promise<void>|undefined} */
  let ready;
  /** The counts of each field that was asked for. @type {Object<string, Array<[string, number]>>} */
  const counts = {};

  /** Takes over a state, by `pushState` or `replaceState`, and searches. */
  function go(changes, how) {
    state = Object.assign({}, state, changes);
    const address = write(state);
    if (address !== (location.search || "?")) {
      try {
        history[how](null, "", address === "?" ? location.pathname : address);
      } catch (refused) {
        // Some browsers refuse this to pages from a folder; the search works all the same.
      }
    }
    run();
  }

  /** Resolves when the core is there; fetches it again if it did not arrive with the page. */
  function core() {
    if (gongkai.search) return Promise.resolve();
    return new Promise((done, refuse) => {
      const script = make("script", { src: form.getAttribute("data-search") });
      script.onload = () => (gongkai.search ? done() : refuse({ code: "unsupported" }));
      script.onerror = () => refuse({ code: navigator.onLine === false ? "offline" : "missing" });
      document.head.appendChild(script);
    });
  }

  /** One call of the search. @param {string[]|false} facets fields to count */
  function ask(facets) {
    const chosen = {};
    FIELDS.forEach((field) => {
      if (state[field].length > 0) chosen[field] = state[field];
    });
    return gongkai.search(state.q, {
      filters: chosen,
      from: state.from,
      to: state.to,
      sort: state.sort || "relevance",
      offset: (state.page - 1) * PAGE,
      limit: PAGE,
      facets,
    });
  }

  /** Searches for the state, or rests when it has no words. */
  function run() {
    const ticket = (latest += 1);
    const current = (then) => (value) => (ticket === latest ? then(value) : undefined);
    dress(state);
    if (state.q === "") {
      enter("idle");
      say("");
      core().then(current(() => useful()), () => {});
      return;
    }
    enter("loading");
    setTimeout(() => {
      if (ticket === latest && part("main").getAttribute("data-state") === "loading") say("正在搜索…");
    }, 400);
    const failed = current((error) => {
      if (!error.code) console.error(error);
      fail(error.code || "unsupported");
    });
    core().then(() => ask(false)).then(current(finish)).catch(failed);
  }

  /** Paints what was found, then counts. */
  function finish(found) {
    const last = Math.max(1, Math.ceil(found.count / PAGE));
    const none = found.results.length === 0;
    if (none && last < state.page) {
      go({ page: last }, "replaceState");
      return;
    }
    enter("done");
    const list = found.results.map((result) => hit(result, state.q, root.getAttribute("data-own")));
    fill(part("hits"), list).start = (state.page - 1) * PAGE + 1;
    say(found.partial ? `相近的 ${found.count} 条` : `${found.exact ? "找到" : "约"} ${found.count} 条`);
    part("tally").querySelector("small").textContent = `用时 ${Math.round(found.ms)} 毫秒`;
    show("tally", true);
    show("partial", found.partial && !none);
    show("pager", last > 1);
    pager(part("pager").firstElementChild, state.page, last, (page) => write(state, { page }));
    show("empty", none);
    if (found.suggestions.length > 0) offer(found.suggestions, "meant");
    else if (none) useful();
    const ticket = latest;
    ready = ready || (gongkai.manifest ? gongkai.manifest().then(close) : Promise.resolve());
    ready.then(() => count(ticket), () => {});
  }

  /** Offers what the portal says is often asked for. */
  function useful() {
    if (gongkai.manifest) gongkai.manifest().then((all) => offer(all.useful || [], "useful"), () => {});
  }

  /** Counts for the groups that are open and were not counted for this question yet. */
  function count(ticket) {
    const due = groups.filter((one) => one.open && one.counted !== ticket);
    const fields = due.map((one) => one.getAttribute("data-field")).filter((name) => FIELDS.indexOf(name) >= 0);
    if (ticket !== latest || !filters.open || filters.hidden || fields.length === 0) return;
    fields.forEach((field) => {
      groupOf(field).counted = ticket;
    });
    ask(fields).then((found) => {
      if (ticket !== latest) return;
      fields.forEach((field) => {
        counts[field] = found.facets[field] || [];
      });
      tick(fields);
    }, () => {});
  }

  /** Paints groups; the box that had the focus has it again. */
  function tick(fields) {
    const at = document.activeElement;
    fields.forEach((field) => facet(groupOf(field), counts[field], state[field]));
    const same = (box) => box.name === at.name && box.value === at.value;
    const again = Array.from(filters.querySelectorAll("input")).filter(same)[0];
    if (again && again !== at) again.focus();
  }

  /** Groups whose columns are dear start closed, so that nobody pays for them unasked. */
  function close(manifest) {
    let sum = 0;
    groups.forEach((group) => {
      const field = group.getAttribute("data-field");
      if (!group.open || group.counted) return;
      manifest.segments.forEach((segment) => {
        sum += (segment.bytes && segment.bytes[field]) || 0;
      });
      if (sum > FREE && state[field].length === 0) group.open = false;
    });
  }

  /** Takes over what a link of this page says, and leads the focus to where the change shows. */
  function follow(link) {
    const inside = (id) => part(id).contains(link);
    const turned = inside("pager");
    const dropped = inside("chosen");
    state = read(link.search);
    input.value = state.q;
    typing = false;
    go({}, "pushState");
    if (dropped) (part("chosen").querySelector("a") || input).focus();
    if (!turned) return;
    part("tally").focus();
    root.scrollIntoView();
  }

  function typed(event) {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const q = input.value.trim();
      if (q === state.q) return;
      // Of what is typed in one go the history keeps the last.
      const how = typing || state.q === "" ? "replaceState" : "pushState";
      typing = true;
      go({ q, page: 1 }, how);
    }, PAUSE);
  }

  /** A box was ticked, or a day was chosen. */
  function chosen(event) {
    const { name, value, checked, type } = event.target;
    typing = false;
    if (type === "checkbox") {
      const others = state[name].filter((other) => other !== value);
      go({ [name]: checked ? others.concat(value) : others, page: 1 }, "pushState");
    } else if (event.target.validity.valid) {
      const days = Object.assign({ from: state.from, to: state.to }, { [name]: value });
      const turned = days.from && days.to && days.from > days.to;
      go({ from: turned ? days.to : days.from, to: turned ? days.from : days.to, page: 1 }, "pushState");
    }
  }

  function clicked(event) {
    const link = event.target.closest("a");
    const field = event.target.getAttribute("data-more");
    if (field) {
      groupOf(field).setAttribute("data-all", "");
      tick([field]);
    } else if (link && link.getAttribute("href").charAt(0) === "?") {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      follow(link);
    }
  }

  /** One column beside the results, or a fold above them. */
  function fold() {
    filters.open = wide.matches;
  }

  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    typing = false;
    if (!wide.matches) input.blur();
    go({ q: input.value.trim(), page: 1 }, "pushState");
  });
  root.addEventListener("click", clicked);
  filters.addEventListener("change", chosen);
  groups.concat(filters).forEach((one) => one.addEventListener("toggle", () => count(latest)));
  part("failed").querySelector("button").addEventListener("click", run);
  window.addEventListener("online", () => {
    if (part("main").getAttribute("data-state") === "failed") run();
  });
  window.addEventListener("popstate", () => {
    state = read(location.search);
    input.value = state.q;
    typing = false;
    run();
  });
  wide.addListener(fold);
  fold();
  input.value = state.q;
  run();
})((window.gongkai = window.gongkai || {}));
