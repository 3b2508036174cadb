/**
 * The search page: each change of its state is written into its address, searched for and painted.
 *
 * First the results are painted, then the counts of those filters that are open, since their columns are
 * files of their own. Answers that a newer question has overtaken are dropped.
 */
(function (gongkai) {
  "use strict";

  const { make, fill, hit, values, steps } = gongkai.paint;
  const { read, write } = gongkai.state;
  const { part, root, every, dress, offer } = gongkai.frame;

  /** Results on a page. */
  const PAGE = 10;
  /** Milliseconds without a key after which a search begins. */
  const PAUSE = 180;
  /** Bytes of facet columns that are fetched without being asked for. */
  const FREE = 10240;

  const form = root.querySelector("form");
  const input = form.elements.q;
  const filters = part("filters");
  /** The groups of filters, `<details class="facet">`, each with its field for an id. */
  const groups = every(".facet[id]");
  const wide = matchMedia("(min-width: 60.01rem)");

  /** @type {State} */
  let state;
  /** The number of the present question. */
  let latest = 0;
  /** Whether the newest entry of the history is still being typed. */
  let typing;
  let timer;
  /** How far down the reader was who comes back from a result. */
  let place;
  /** Resolves when it is known which groups are dear. @type {Promise<void>} */
  let weighed;

  /** Leads to another address of this page. @param {"pushState"|"replaceState"} how */
  function go(address, how) {
    clearTimeout(timer);
    state = read(address);
    if (address !== (location.search || "?")) {
      try {
        history[how](null, "", address);
      } catch (refused) {
        // Some browsers refuse this to pages from a folder; the search works all the same.
      }
    }
    run();
  }

  /** Leads to another state by something that was chosen, not typed. */
  function choose(address) {
    typing = false;
    go(address, "pushState");
  }

  /** Resolves when the core is there; fetches it again if it did not arrive with the page. */
  async function core() {
    if (!gongkai.search) await new Promise((done, refuse) => {
      const script = make("script", { src: form.dataset.search });
      script.onload = () => (gongkai.search ? done() : refuse({ code: "unsupported" }));
      script.onerror = () => refuse({ code: navigator.onLine ? "missing" : "offline" });
      root.append(script);
    });
  }

  /**
   * One call of the search. The state has range, order and filters under the names that the core knows.
   * @param {string[]|false} facets fields to count
   */
  function ask(facets) {
    const offset = (state.page - 1) * PAGE;
    return gongkai.search(state.q, { filters: state, offset, limit: PAGE, facets, ...state });
  }

  /** @param {"idle"|"loading"|"done"|"failed"} name */
  function enter(name) {
    part("main").dataset.state = name;
    if (name === "idle" || name === "failed") fill(part("hits"), []);
  }

  /** Searches for the state, or rests when it has no words. */
  function run() {
    const ticket = (latest += 1);
    const newest = (then) => (value) => ticket === latest && then(value);
    dress(state);
    enter(state.q ? "loading" : "idle");
    const work = state.q ? () => ask(false).then(newest(finish)) : newest(useful);
    core().then(work).catch(newest(fail));
  }

  /** Says what went wrong; the texts for the codes stand in the template. */
  function fail(error) {
    if (!error.code) console.error(error);
    const folder = error.code === "missing" && location.protocol === "file:";
    root.dataset.why = folder ? "folder" : error.code || "unsupported";
    enter("failed");
  }

  /** Paints what was found, then counts. */
  function finish(found) {
    const { count, results, partial, exact, suggestions, ms } = found;
    const last = Math.ceil(count / PAGE);
    const none = results.length === 0;
    if (none && last && last < state.page) {
      go(write(state, { page: last }), "replaceState");
      return;
    }
    const list = results.map((result) => hit(result, partial ? "" : state.q, root.dataset.own));
    fill(part("hits"), list).start = (state.page - 1) * PAGE + 1;
    fill(part("pager"), last > 1 ? steps(state.page, last, (page) => write(state, { page })) : []);
    part("status").textContent = `${partial ? "相近的" : exact ? "找到" : "约"} ${count} 条`;
    part("time").textContent = ms;
    root.dataset.found = none ? "none" : partial ? "partial" : "some";
    enter("done");
    offer(suggestions, "meant");
    if (none && suggestions.length === 0) useful();
    if (place) scrollTo(0, place);
    place = 0;
    weighed = weighed || gongkai.store.manifest().then(weigh);
    weighed.then(tally);
  }

  /** Offers what the portal says is often asked for. */
  const useful = () => gongkai.store.manifest().then((all) => offer(all.useful || [], "useful"));

  /** Groups whose columns are dear start closed, so that nobody pays for them unasked. */
  function weigh(manifest) {
    let left = FREE;
    groups.filter((group) => group.open).forEach((group) => {
      const size = manifest.segments.reduce((sum, { bytes }) => sum + (bytes[group.id] || 0), 0);
      group.open = size <= left;
      if (group.open) left -= size;
    });
  }

  /** Counts for the groups that are open and were not counted for this question yet. */
  function tally() {
    const ticket = latest;
    const due = groups.filter((group) => group.open && group.counted !== ticket);
    if (!weighed || !filters.open || due.length === 0) return;
    due.forEach((group) => {
      group.counted = ticket;
    });
    ask(due.map((group) => group.id)).then((found) => {
      if (ticket === latest) due.forEach((group) => tick(group, found.facets[group.id] || []));
    }).catch(() => {});
  }

  /** Paints a group; the box that had the focus has it again. */
  function tick(group, counts) {
    const { name, value } = document.activeElement;
    fill(group.lastElementChild, values(group.id, counts, state[group.id]));
    const again = every("input:not(:focus)").find((box) => box.name === name && box.value === value);
    if (again) again.focus();
  }

  function typed(event) {
    clearTimeout(timer);
    if (event.isComposing) return;
    timer = setTimeout(() => {
      const q = input.value.trim();
      if (q === state.q) return;
      // Of what is typed in one go the history keeps the last.
      const how = typing || !state.q ? "replaceState" : "pushState";
      typing = true;
      go(write(state, { q }), how);
    }, PAUSE);
  }

  /** A box was ticked, or a day was chosen. */
  function changed(event) {
    const { name, value, type, validity } = event.target;
    const chosen = type === "date" ? value : every(`[name=${name}]:checked`).map((box) => box.value);
    if (validity.valid) choose(write(state, { [name]: chosen }));
  }

  /** Links of this page lead to its states; the focus goes where the change shows. */
  function clicked(event) {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const { id } = link.closest("ul, div");
    choose(link.search || "?");
    input.value = state.q;
    if (id === "chosen") (part(id).querySelector("a") || input).focus();
    if (id === "pager") part("asked").focus();
  }

  /** Takes the state from the address. */
  function arrive() {
    typing = false;
    place = history.state;
    state = read(location.search);
    input.value = state.q;
    run();
  }

  /** One column beside the results, or a fold above them. */
  const fold = () => {
    filters.open = wide.matches;
  };

  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!wide.matches) input.blur();
    choose(write(state, { q: input.value.trim() }));
  });
  root.addEventListener("click", clicked);
  filters.addEventListener("change", changed);
  // This event does not rise, but it can be caught on its way down.
  filters.addEventListener("toggle", tally, true);
  part("retry").onclick = run;
  addEventListener("popstate", arrive);
  addEventListener("pagehide", () => history.replaceState(scrollY, ""));
  wide.addListener(fold);
  fold();
  arrive();
})((window.gongkai = window.gongkai || {}));
