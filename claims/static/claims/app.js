// Shared by all pages: messages, the connection banner, and focus after a swap.
(() => {
  "use strict";
  const { dirty } = window.typed;
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
  addEventListener("pageshow", free);
  addEventListener("beforeunload", () => dirty(document) && setTimeout(free)); // it runs only if the person stays

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
  window.typed.say = say;
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

  // Tabs that scroll sideways begin with the current one in view.
  const tab = $("nav.tabs [aria-current]");
  if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;

  // A whole page that came back with errors gets its focus in the same way.
  document.querySelector("[data-focus], main [aria-invalid=true]")?.focus();

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
})();
