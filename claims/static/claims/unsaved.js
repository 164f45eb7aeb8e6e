// Unsaved text is never lost: before the page is left or swapped, the person is asked. The script's element says which
// forms this is for (data-guards), and whether the page answers something that was sent (data-sent).
(() => {
  "use strict";
  const UNSAVED = "You have unsaved changes. Leave without saving?";
  const { guards = "form.dirty-guard", sent } = document.currentScript.dataset;

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
    [...(from.matches?.(guards) ? [from] : []), ...from.querySelectorAll(guards)]
      .filter((form) => from === document || !form.matches("[data-galley]"))
      .some((form) => form !== except && !form.dataset.sent && [...form.elements].some(changed));
  window.typed = { changed, dirty };
  document.addEventListener("change", (event) => {
    if (event.target.options && !event.target.closest("[data-galley]")) event.target.dataset.touched = "1";
  });
  document.addEventListener("submit", (event) => {
    const guarded = event.target.matches(guards) && !event.target.matches("[data-galley]");
    if (guarded && !event.defaultPrevented) event.target.dataset.sent = "1";
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const form = elt.closest?.(guards);
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
    const form = requestConfig.elt.closest?.(guards);
    const refused = form && requestConfig.verb !== "get" && [409, 422].includes(xhr.status);
    back = refused ? { form, names: new Set([...form.elements].filter(changed).map((field) => field.name)) } : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    const forms = back ? [...document.querySelectorAll(guards)] : [];
    const twin = forms.find((form) => same(form, back.form));
    for (const field of twin?.elements ?? []) if (back.names.has(field.name)) touch(field);
    back = null;
  });
  if (sent !== undefined) {
    for (const form of document.querySelectorAll(guards)) {
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
  addEventListener("pageshow", unsent);
  addEventListener("beforeunload", (event) => dirty(document) && event.preventDefault());
  document.addEventListener("htmx:confirm", (event) => {
    const { elt, target, triggeringEvent, verb } = event.detail;
    // A form may replace itself when it is sent, but not when it is left.
    if (!target || !dirty(target, verb === "get" ? null : elt.closest("form"))) return;
    event.preventDefault();
    const asked = ["click", "submit", "change", "keydown"].includes(triggeringEvent?.type);
    if (asked && confirm(UNSAVED)) event.detail.issueRequest(true);
  });
})();
