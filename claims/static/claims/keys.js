// Keys: which key was meant, on any keyboard, and which button answers it. Every script that listens to keys uses this.
// Any button, link, field, group of choices or summary with data-key answers: "c", "shift+m", "ctrl+enter"; ⌘ counts
// as ctrl. data-then: what has the focus then.
(() => {
  "use strict";
  const OFF = "factcheck-keys-off";
  const GO = { d: "desk", a: "articles", q: "queues", s: "sources", p: "speakers", c: "claims" };
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const off = () => localStorage.getItem(OFF) === "1";
  const MENU = CSS.supports("selector(:popover-open)") ? "dialog[open], :popover-open" : "dialog[open]";
  const visible = (el) => !el.disabled && el.getAttribute("aria-disabled") !== "true" && el.checkVisibility();
  const typing = (el) =>
    el.isContentEditable || el.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  const control = (el) => typing(el) || el.matches("a[href], button, summary, input");

  // A letter that is not Latin counts by its place on the keyboard: where С is printed, other keyboards have C.
  // A Latin letter counts as itself, wherever it is (AZERTY, Dvorak). Arabic and Hebrew keyboards have signs on some
  // keys that have letters elsewhere: after a letter that was not Latin, these count by their place too.
  const LATIN = /^\p{Script=Latin}$/u;
  const OTHER = /^(?!.*\p{Script=Latin})[\p{L}\p{M}]+$/u;
  const NAMED = ["/", "?", "+"];
  let latin = true;
  const letterOf = ({ key, code, ctrlKey, metaKey }) => {
    const place = code.startsWith("Key") ? code.slice(3).toLowerCase() : "";
    if (LATIN.test(key)) {
      if (!ctrlKey && !metaKey) latin = true;
      return key.toLowerCase();
    }
    if (OTHER.test(key)) {
      latin = false;
      return place || (code === "Slash" ? "/" : key);
    }
    if (key === "؟" || key === "՞") return "?";
    if (!latin && place && key.length === 1 && !NAMED.includes(key)) return place;
    return key.toLowerCase();
  };

  // What an event commands; null if it types text, composes or belongs to a dialog.
  const read = (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return null;
    if (["Dead", "Process", "Unidentified"].includes(event.key) || $(MENU)) return null;
    const third = event.getModifierState("AltGraph");
    if (third && /^\p{L}$/u.test(event.key)) return null;
    const ctrl = !third && (event.ctrlKey || event.metaKey);
    const alt = !third && event.altKey;
    const letter = letterOf(event);
    const cased = letter.length > 1 || letter !== letter.toUpperCase();
    const parts = [ctrl && "ctrl", alt && "alt", event.shiftKey && cased && "shift", letter];
    return { key: parts.filter(Boolean).join("+"), modified: ctrl, alt, plain: !ctrl && !alt };
  };

  // The elements that may answer. If there are several items to decide on (.item), only the current one counts.
  const has = (el, key) => el.dataset.key.split(" ").includes(key);
  const inHand = () => $(".item[aria-current]");
  const reachable = (key) => {
    const item = inHand();
    const all = [...(item ? $$("[data-key]", item) : []), ...$$("[data-key]")];
    return all.filter((el) => has(el, key) && visible(el) && [null, item].includes(el.closest(".item")));
  };
  const formOf = (el) =>
    el.form ?? el.closest("form") ?? (el.matches("summary") ? $("[form]", el.parentElement)?.form : null) ?? null;
  // A part of a form that is answered by itself (a reason that is asked for) has data-own.
  const ownOf = (el) => (el.matches("summary") ? el.parentElement.parentElement : el).closest("[data-own]");
  // The form's first button, which the browser presses for Enter too. A form without a button is submitted as it is.
  const sends = (form, own) => {
    const buttons = [...form.elements].filter((el) => el.matches("button:not([type=button]), input[type=submit]"));
    const first = buttons.length ? buttons.find((el) => ownOf(el) === own) : form;
    return first && !first.disabled ? first : null;
  };

  // What a key with a modifier presses while `target` has the focus. Such keys decide: in a field only on its own form,
  // on a button or a link only on that element.
  const decides = (target, key) => {
    const found = reachable(key);
    const within = found.find((el) => el.dataset.reach && target.closest(el.dataset.reach));
    if (within || !control(target)) return within ?? found[0];
    if (found.includes(target)) return target;
    const form = formOf(target);
    const enters = key === "ctrl+enter";
    if (!form || (enters && target.matches("a, button, summary"))) return null;
    const own = ownOf(target);
    return found.find((el) => formOf(el) === form && ownOf(el) === own) ?? (enters ? sends(form, own) : null);
  };

  // What a letter presses while `target` has the focus. From a checkbox, a button or a summary it sends only their own
  // form, and in the galley that of their line. Links, and letters that only navigate, always work.
  const posts = (el) => el.matches("button:not([type=button]), input[type=submit]") && el.form?.method === "post";
  const means = (target, key) => {
    const found = reachable(key);
    if (!control(target) || target.matches("a[href]")) return found[0];
    const here = target.closest("#galley");
    const form = formOf(target);
    const ours = (el) => here?.contains(el) || (form && formOf(el) === form && ownOf(el) === ownOf(target));
    return found.find((el) => el === target || !posts(el) || ours(el));
  };

  // Keys pressed while their target is loading wait for it, so that text is never run as commands. If what is requested
  // (`coming`) brings a field, they are typed into it.
  let held = [];
  let coming = null;
  let pressing = null;
  let going = 0;
  const busy = (el) => Boolean(el?.closest("[aria-busy=true]"));

  const answer = (el) => {
    if (el.matches("form")) return el.requestSubmit();
    if (typing(el)) return el.focus();
    if (el.matches("fieldset")) return ($(":checked", el) ?? el).focus();
    pressing = el;
    el.click();
    pressing = null;
    if (el.dataset.then) $(el.dataset.then)?.focus();
  };
  const hold = (event, key) => {
    if (["Shift", "CapsLock", "Tab", "AltGraph"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Backspace") held.pop();
    else if (event.key === "Escape") held = [];
    else held.push({ key, letter: event.key.length === 1 ? event.key : "" });
  };
  const settled = (what, written = true) => {
    const came = coming !== null && what === coming;
    if (came) coming = null;
    if (came && written) {
      const text = held.map(({ letter }) => letter).join("");
      held = [];
      const field = document.activeElement;
      const writable = "textarea, input:not([type]), input[type=text], input[type=search], input[type=url]";
      if (!text || !field.matches(writable)) return;
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
    }
    while (held.length && !coming) {
      const found = reachable(held[0].key)[0];
      if (busy(found)) return;
      held.shift();
      if (found) answer(found);
    }
  };
  const failed = (what) => {
    if (coming && what !== coming) return;
    coming = null;
    held = [];
  };
  document.addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr } }) => {
    if (pressing && elt === pressing) coming = xhr;
  });
  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, successful } }) => successful || failed(xhr));

  const openHelp = () => {
    const help = $("#help");
    if (help && !help.open) help.showModal();
  };

  document.addEventListener("keydown", (event) => {
    const meant = read(event);
    if (!meant) return;
    const { key, modified, alt } = meant;
    const { target } = event;
    if (key === "enter" && target.matches("input") && target.form?.method === "post") {
      // A checkbox never decides; a question inside a larger form is answered by itself.
      const own = ownOf(target);
      if (typing(target) && !own) return;
      event.preventDefault();
      const button = typing(target) && sends(target.form, own);
      if (button && !event.repeat && !busy(button)) answer(button);
      return;
    }
    if (!modified && (alt || typing(target) || off())) return;
    if (!modified && (coming || held.length)) {
      hold(event, key);
      return;
    }
    if (modified) {
      const found = decides(target, key);
      // The browser's own action for a key that is a command here is prevented, except on a link.
      if (found || ($(`[data-key~="${CSS.escape(key)}"]`) && !target.matches("a[href]"))) event.preventDefault();
      // A busy part belongs to what was shown before, or is no longer what the person means.
      if (found && !event.repeat && !coming && !busy(found)) answer(found);
      return;
    }
    if (event.repeat) return;
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = GO[key] && $(`[data-go="${GO[key]}"]`);
      if (link) {
        event.preventDefault();
        link.click();
        return;
      }
    }
    going = key === "g" ? Date.now() : 0;
    if (key === "?") {
      event.preventDefault();
      openHelp();
      return;
    }
    if (key === "enter" && control(target)) return;
    const found = means(target, key);
    if (!found) return;
    if (busy(found)) {
      hold(event, key);
      return;
    }
    event.preventDefault();
    answer(found);
  });

  document.addEventListener("click", (event) => event.target.closest("[data-help]") && openHelp());
  document.addEventListener("DOMContentLoaded", () => {
    const box = $("#keys-off");
    if (!box) return;
    box.checked = off();
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
  });

  // `expect` says that the requested part takes more than one answer to arrive; `settled`, that it has arrived, and
  // whether it has a field for what was typed meanwhile.
  const expect = (what) => (coming = what);
  window.keys = { read, typing, off, expect, settled, failed };
})();
