// Shared by all pages: messages, the connection banner, focus after a swap, and protection of unsaved text.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  root.classList.add("js");

  document.addEventListener("click", (event) => {
    const message = event.target.closest(".msg");
    if (message && event.target.closest("[data-dismiss]")) message.remove();
  });

  // A form is sent once: until the answer comes, a second click or a held key sends nothing. (If a second request
  // arrives all the same, the server acts only once.) If the person chose to stay on the page, the form can be sent
  // again.
  const STUCK = 20000; // ms; a page that has not come by then will not come
  const sending = new Set();
  const free = () => sending.clear();
  const once = (form) => {
    sending.add(form);
    setTimeout(() => sending.delete(form), STUCK);
  };
  document.addEventListener(
    "submit",
    (event) => {
      if (!sending.has(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  // On the window, so that every script of the page has run first: it ignores what htmx or the galley sends.
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.method === "post") once(event.target);
  });
  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => elt.matches("form") && once(elt));
  document.addEventListener("htmx:afterRequest", ({ detail: { elt } }) => sending.delete(elt));

  // The connection banner. It never changes what was typed.
  const banner = $("#connection");
  const kept = (verb) => (verb !== "get" || dirty(document) ? "What you typed is still here; it is not saved." : "");
  const WORDS = {
    403: "You don’t have permission to do that.",
    404: "This no longer exists, or it belongs to a desk that you are not on.",
    413: "This is too large to send. Send less at once.",
    429: "Too many requests at once. Wait a moment, then try again.",
  };
  // A message about something sent stays until the next one is sent; any other, until the server answers again.
  const say = (words, link, stays = false) => {
    if (!banner || (banner.dataset.stays && !banner.hidden && !stays)) return;
    banner.textContent = words;
    banner.dataset.stays = stays ? "1" : "";
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      a.target = "_blank";
      a.textContent = link.words;
      banner.append(" ", a);
    }
    banner.hidden = false;
  };
  const quiet = (verb) => {
    if (banner && !(banner.dataset.stays && verb === "get")) banner.hidden = true;
  };
  const loginPath = document.body.dataset.login || "";
  const toLogin = (address) => loginPath && address && new URL(address, location.href).pathname === loginPath;
  const sayLoggedOut = (stays) => {
    const link = { href: loginPath, words: "Log in in another tab, then try again here." };
    say(`You are logged out. ${kept()}`, link, stays);
  };

  // A log-in, also in another tab, changes the token that a form must send. The cookie has the current token.
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
  addEventListener("online", () => quiet("get"));
  // It is not known whether the request arrived, so the page asks the server (look.js).
  const unanswered = (words, { elt, requestConfig }) => {
    if (requestConfig.verb === "get") {
      if (!banner?.dataset.stays || banner.hidden) say(`${words} ${kept("get")}`);
      return;
    }
    say(`${words} It may have been saved: this page is looking. What you typed is still here.`, null, true);
    document.dispatchEvent(new CustomEvent("look-again", { detail: { sent: elt } }));
  };
  document.addEventListener("htmx:sendError", ({ detail }) => unanswered("The server cannot be reached.", detail));
  document.addEventListener("htmx:timeout", ({ detail }) => unanswered("The server took too long.", detail));
  // Show the server's words for a refusal; nothing on the page was swapped.
  let answered = "get"; // the verb of the request that was answered last
  document.addEventListener("refused", ({ detail }) => say(`${detail.words} ${kept("get")}`, null, answered !== "get"));
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.getResponseHeader("HX-Trigger")) return;
    const words = WORDS[xhr.status] || `The server could not do that (${xhr.status}).`;
    say(`${words} ${kept(requestConfig.verb)}`, null, requestConfig.verb !== "get");
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    answered = event.detail.requestConfig.verb;
    if (xhr.status === 401 || toLogin(xhr.responseURL) || toLogin(xhr.getResponseHeader("HX-Redirect"))) {
      event.preventDefault();
      sayLoggedOut(answered !== "get");
    } else if (xhr.status < 400) {
      quiet(event.detail.requestConfig.verb);
    }
  });

  // Set the focus after a swap: the new part says where.
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    const mark = "[data-focus], [autofocus], [aria-invalid=true]";
    const goal = part.matches?.(mark) ? part : part.querySelector?.(mark);
    if (goal && goal !== document.activeElement) goal.focus();
    window.keys.settled(event.detail.xhr);
  });

  // A whole page that came back with errors gets its focus in the same way.
  document.querySelector("[data-focus]")?.focus();

  // Messages disappear by themselves; errors and warnings stay until they are closed.
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
      // Earlier messages have been read, or are out of date.
      for (const old of messages.querySelectorAll(".msg:is(.success, .info)")) if (!fresh.includes(old)) old.remove();
      fresh.forEach(settle);
    }).observe(messages, { childList: true });
  }

  const UNSAVED = "You have unsaved changes. Leave without saving?";

  // Unsaved text is never lost: before the page is left or swapped, the person is asked.
  const changed = (field) => {
    if (!field.name || field.disabled || ["submit", "button"].includes(field.type)) return false;
    if (field.dataset.touched === "1") return true;
    if (field.options || field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    return field.value !== undefined && field.value !== field.defaultValue;
  };
  // What is in the line bar ([data-galley]) is lost only with the page: it is never swapped.
  const dirty = (from, except) =>
    [...(from.matches?.("form.dirty-guard") ? [from] : []), ...from.querySelectorAll("form.dirty-guard")]
      .filter((form) => from === document || !form.matches("[data-galley]"))
      .some((form) => form !== except && !form.dataset.sent && [...form.elements].some(changed));
  window.typed = { changed, dirty, say };
  document.addEventListener("change", (event) => {
    if (event.target.options && !event.target.closest("[data-galley]")) event.target.dataset.touched = "1";
  });
  document.addEventListener("submit", (event) => {
    const guarded = event.target.matches("form.dirty-guard:not([data-galley])");
    if (guarded && !event.defaultPrevented) event.target.dataset.sent = "1";
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const form = elt.closest?.("form.dirty-guard");
    // htmx counts 409 and 422 as successful, since they are swapped, but then nothing was saved.
    if (!form || requestConfig.verb === "get" || xhr.status < 200 || xhr.status > 299) return;
    // What was sent is saved; what was typed after that is not.
    for (const field of form.elements) {
      if (field.name && requestConfig.formData.getAll(field.name).includes(field.value)) {
        field.dataset.touched = "";
        if (field.type === "checkbox" || field.type === "radio") field.defaultChecked = field.checked;
        else if (field.defaultValue !== undefined) field.defaultValue = field.value;
      } else if (field.type === "checkbox" && !field.checked) {
        field.defaultChecked = false;
      }
    }
  });
  // What came back because it was refused or only shown is not saved either. In a part of the page, that is what was
  // changed; in a whole page, the form that was sent.
  const touch = (field) => (field.dataset.touched = "1");
  const same = (one, other) =>
    one.id ? one.id === other.id : one.getAttribute("action") === other.getAttribute("action");
  let back = null;
  document.addEventListener("htmx:beforeSwap", ({ detail: { xhr, requestConfig } }) => {
    const form = requestConfig.elt.closest?.("form.dirty-guard");
    const refused = form && requestConfig.verb !== "get" && [409, 422].includes(xhr.status);
    back = refused ? { form, names: new Set([...form.elements].filter(changed).map((field) => field.name)) } : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    const forms = back ? [...document.querySelectorAll("form.dirty-guard")] : [];
    const twin = forms.find((form) => same(form, back.form));
    for (const field of twin?.elements ?? []) if (back.names.has(field.name)) touch(field);
    back = null;
  });
  if (document.body.dataset.sent) {
    for (const form of document.querySelectorAll("form.dirty-guard")) {
      if (new URL(form.getAttribute("action") || "", location.href).pathname !== location.pathname) continue;
      for (const field of form.elements) if (field.type !== "hidden" && field.value) touch(field);
    }
  }

  // Going back or forward within the page swaps the whole page.
  let here = null;
  document.addEventListener("input", () => (here = [history.state, "", location.href]), true);
  addEventListener("popstate", (event) => {
    if (!here || !dirty(document) || confirm(UNSAVED)) return;
    event.stopImmediatePropagation();
    history.pushState(...here);
  });
  const unsent = () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  addEventListener("pageshow", () => {
    unsent();
    free();
  });
  addEventListener("beforeunload", (event) => {
    if (!dirty(document)) return;
    event.preventDefault();
    setTimeout(free); // runs only if the person stays on the page
  });
  document.addEventListener("htmx:confirm", (event) => {
    const { elt, target, triggeringEvent, verb } = event.detail;
    // A form may replace itself when it is sent, but not when it is left.
    if (!target || !dirty(target, verb === "get" ? null : elt.closest("form"))) return;
    event.preventDefault();
    const asked = ["click", "submit", "change", "keydown"].includes(triggeringEvent?.type);
    if (asked && confirm(UNSAVED)) event.detail.issueRequest(true);
  });
})();
