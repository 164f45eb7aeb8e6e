// What every page shares: keys, dialogs, the connection banner, focus after a swap, and a guard over typed text.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const visible = (el) => !el.disabled && el.getAttribute("aria-disabled") !== "true" && el.checkVisibility();
  const typing = (el) => el.isContentEditable || el.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  root.classList.add("js");

  // Keys. Any button, link, field or summary with data-key answers to it: "c", "shift+m", "ctrl+enter" (⌘ counts as ctrl).
  const KEYS_OFF = "factcheck-keys-off";
  const GO = { d: "desk", a: "articles", q: "queues", s: "sources", c: "claims" };
  const keysOff = () => localStorage.getItem(KEYS_OFF) === "1";
  let going = 0;

  const combo = (event) => {
    const letter = event.key.length === 1;
    const parts = [];
    if (event.ctrlKey || event.metaKey) parts.push("ctrl");
    if (event.altKey) parts.push("alt");
    if (event.shiftKey && (!letter || event.key.toLowerCase() !== event.key.toUpperCase())) parts.push("shift");
    parts.push(event.key.toLowerCase());
    return parts.join("+");
  };

  const openHelp = () => {
    const help = $("#help");
    if (help && !help.open) help.showModal();
  };

  // Keys pressed while what they are meant for is on its way wait for it: nobody's words run as commands meanwhile.
  // What a key asked for (`coming`) brings a field, and they are typed there; a part that is busy is asked once it is
  // there.
  let held = [];
  let coming = null;
  let pressing = null;
  const busy = (el) => Boolean(el?.closest("[aria-busy=true]"));

  const answer = (el) => {
    if (typing(el)) return el.focus();
    pressing = el;
    el.click();
    pressing = null;
  };
  const keyed = (key, within) => {
    const all = [...(within ? within.querySelectorAll("[data-key]") : []), ...document.querySelectorAll("[data-key]")];
    return all.find((el) => el.dataset.key === key && visible(el));
  };
  const hold = (event, key) => {
    if (["Shift", "CapsLock", "Tab"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Backspace") held.pop();
    else if (event.key === "Escape") held = [];
    else held.push({ key, letter: event.key.length === 1 ? event.key : "" });
  };
  const settled = (xhr) => {
    if (xhr === coming) {
      coming = null;
      const text = held.map(({ letter }) => letter).join("");
      held = [];
      const field = document.activeElement;
      if (!text || !field.matches("textarea, input:not([type]), input[type=text], input[type=search], input[type=url]")) return;
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
    }
    while (held.length && !coming) {
      const found = keyed(held[0].key);
      if (busy(found)) return;
      held.shift();
      if (found) answer(found);
    }
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (pressing && event.detail.elt === pressing) coming = event.detail.xhr;
  });
  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, successful } }) => {
    if (successful || (coming && xhr !== coming)) return;
    coming = null;
    held = [];
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || $("dialog[open]")) return;
    const modified = event.ctrlKey || event.metaKey;
    if (!modified && (event.altKey || typing(event.target) || keysOff())) return;
    const key = combo(event);
    if (!modified && (coming || held.length)) {
      hold(event, key);
      return;
    }
    if (event.repeat) return;
    if (!modified && going && Date.now() - going < 1500) {
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
    const found = keyed(key, modified && event.target.closest("form"));
    if (!found) return;
    if (busy(found) || (modified && coming)) {
      // What is there belongs to what was shown before, or is not what one means by now.
      if (modified) event.preventDefault();
      else hold(event, key);
      return;
    }
    event.preventDefault();
    answer(found);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) openHelp();
    const message = event.target.closest(".msg");
    if (message && event.target.closest("[data-dismiss]")) message.remove();
  });

  const keysBox = $("#keys-off");
  if (keysBox) {
    keysBox.checked = keysOff();
    keysBox.addEventListener("change", () => localStorage.setItem(KEYS_OFF, keysBox.checked ? "1" : "0"));
  }

  // The connection banner. Nothing typed is touched while it shows.
  const banner = $("#connection");
  const kept = (verb) => (verb !== "get" || dirty(document) ? "What you typed is still here; it is not saved." : "");
  const WORDS = {
    403: "That is not yours to do.",
    404: "That is no longer there, or not yours to see.",
    413: "That is too large to send.",
    429: "Too many requests at once: wait a moment.",
  };
  const say = (words, link) => {
    if (!banner) return;
    banner.textContent = words;
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      a.target = "_blank";
      a.textContent = link.words;
      banner.append(" ", a);
    }
    banner.hidden = false;
  };
  const quiet = () => {
    if (banner) banner.hidden = true;
  };
  const loginPath = document.body.dataset.login || "";
  const toLogin = (address) => loginPath && address && new URL(address, location.href).pathname === loginPath;
  const sayLoggedOut = () =>
    say(`You are logged out. ${kept()}`, { href: loginPath, words: "Log in in another tab, then try again here." });

  // Logging in, in another tab too, changes the token that a form must bring; the cookie has the one that holds.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("htmx:configRequest", ({ detail: { headers, formData } }) => {
    if (!token()) return;
    headers["X-CSRFToken"] = token();
    if (formData.has("csrfmiddlewaretoken")) formData.set("csrfmiddlewaretoken", token());
  });
  document.addEventListener(
    "submit",
    ({ target }) => {
      const field = target.elements.csrfmiddlewaretoken;
      if (field && token()) field.value = token();
    },
    true,
  );

  addEventListener("offline", () => say(`No connection. ${kept("get")}`));
  addEventListener("online", quiet);
  document.addEventListener("htmx:sendError", (event) => say(`The server cannot be reached. ${kept(event.detail.requestConfig.verb)}`));
  document.addEventListener("htmx:timeout", (event) => say(`The server took too long. ${kept(event.detail.requestConfig.verb)}`));
  // What the server says of a refusal; nothing on the page was swapped.
  document.addEventListener("refused", (event) => say(`${event.detail.words} ${kept("get")}`));
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.getResponseHeader("HX-Trigger")) return;
    say(`${WORDS[xhr.status] || `The server could not do that (${xhr.status}).`} ${kept(requestConfig.verb)}`);
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    if (xhr.status === 401 || toLogin(xhr.responseURL) || toLogin(xhr.getResponseHeader("HX-Redirect"))) {
      event.preventDefault();
      sayLoggedOut();
    } else if (xhr.status < 400) {
      quiet();
    }
  });

  // Focus follows the work: the swapped part says where.
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    const mark = "[data-focus], [autofocus], [aria-invalid=true]";
    const goal = part.matches?.(mark) ? part : part.querySelector?.(mark);
    if (goal && goal !== document.activeElement) goal.focus();
    settled(event.detail.xhr);
  });

  // A page that came back whole, with what kept something from being done, begins there too.
  document.querySelector("[data-focus]")?.focus();

  // Messages go by themselves; errors and warnings stay until they are closed.
  const settle = (message) => {
    if (!message.matches(".success, .info")) return;
    const leave = () => (message.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : message.remove());
    setTimeout(leave, 9000);
  };
  const messages = $("#messages");
  if (messages) {
    messages.querySelectorAll(".msg").forEach(settle);
    new MutationObserver((changes) => {
      const fresh = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.(".msg"));
      if (!fresh.length) return;
      // What was said before has been read, or has been overtaken.
      for (const old of messages.querySelectorAll(".msg:is(.success, .info)")) if (!fresh.includes(old)) old.remove();
      fresh.forEach(settle);
    }).observe(messages, { childList: true });
  }

  // Typed text is never lost: leaving the page, or swapping it away, asks first.
  const changed = (field) => {
    if (!field.name || field.disabled || ["hidden", "submit", "button"].includes(field.type)) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) return field.dataset.touched === "1";
    return field.value !== undefined && field.value !== field.defaultValue;
  };
  const dirty = (from, except) =>
    [...(from.matches?.("form.dirty-guard") ? [from] : []), ...from.querySelectorAll("form.dirty-guard")].some(
      (form) => form !== except && !form.dataset.sent && [...form.elements].some(changed),
    );
  document.addEventListener("change", (event) => {
    if (event.target.options) event.target.dataset.touched = "1";
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form.dirty-guard") && !event.defaultPrevented) event.target.dataset.sent = "1";
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const form = elt.closest?.("form.dirty-guard");
    // htmx calls 409 and 422 successful, since they are swapped; nothing was saved then.
    if (!form || requestConfig.verb === "get" || xhr.status < 200 || xhr.status > 299) return;
    // What was sent is saved; what was typed since is not.
    for (const field of form.elements) {
      if (field.name && requestConfig.formData.getAll(field.name).includes(field.value)) {
        if (field.type === "checkbox" || field.type === "radio") field.defaultChecked = field.checked;
        else if (field.options) field.dataset.touched = "";
        else if (field.defaultValue !== undefined) field.defaultValue = field.value;
      } else if (field.type === "checkbox" && !field.checked) {
        field.defaultChecked = false;
      }
    }
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  addEventListener("beforeunload", (event) => {
    if (dirty(document)) event.preventDefault();
  });
  document.addEventListener("htmx:confirm", (event) => {
    const { elt, target, triggeringEvent } = event.detail;
    if (!target || !dirty(target, elt.closest("form"))) return;
    event.preventDefault();
    const asked = ["click", "submit", "change", "keydown"].includes(triggeringEvent?.type);
    if (asked && confirm("What you typed here is not saved. Leave it?")) event.detail.issueRequest(true);
  });
})();
