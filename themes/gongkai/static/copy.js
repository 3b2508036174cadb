/**
 * Buttons that copy. `data-copy="text"` copies this text, `data-copy-from="#id"` the text of that element:
 *
 *     <button class="button quiet scripted" type="button" data-copy-from="#citation">复制引用</button>
 *
 * The class `scripted` hides it where scripts do not run. Whether it worked is said by the first words of the button and to
 * screen readers; more words, for those alone, may follow in a `span class="unseen"`.
 */
(function (gongkai) {
  "use strict";

  /** The way of browsers that have no clipboard for pages without HTTPS. */
  function copyOld(text) {
    const field = gongkai.make("textarea", { readonly: "", class: "unseen" });
    const focused = document.activeElement;
    document.body.append(field);
    field.value = text;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused.focus();
    return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
  }

  function copy(text) {
    if (!navigator.clipboard) return copyOld(text);
    return navigator.clipboard.writeText(text).catch(() => copyOld(text));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copyFrom || "html");
    const text = button.dataset.copy || source.textContent.trim().replace(/\s+/g, " ");
    const words = button.firstChild;
    const label = (button.dataset.label = button.dataset.label || words.textContent);
    const tell = (word, all) => {
      words.textContent = word;
      gongkai.say(all);
      setTimeout(() => (words.textContent = label), 2500);
    };
    copy(text).then(
      () => tell("已复制", `已复制：${text.slice(0, 80)}`),
      () => {
        if (button.dataset.copyFrom) getSelection().selectAllChildren(source);
        tell("没有复制成功", "没有复制成功，请选中文字后自己复制");
      },
    );
  });
})((window.gongkai = window.gongkai || {}));
