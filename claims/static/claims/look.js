// A form of the workbench got no answer, but may have been saved: the page requests the current state and shows it.
// What was typed stays in its field, or is shown below; a field keeps the value that it was opened with.
(() => {
  "use strict";
  const { $, $$ } = window.bench;
  const { changed, dirty, say } = window.typed;
  const AGAIN = 3000; // ms until the next attempt, if there is no connection
  let looking = false;

  const typedIn = (form) => ({
    form,
    action: form.getAttribute("action"),
    base: form.elements.base?.value,
    fields: [...form.elements].filter(changed).map((field) => ({
      name: field.name,
      value: field.value,
      checked: field.checked,
      tick: ["checkbox", "radio"].includes(field.type),
    })),
  });
  const twinOf = ({ form, action }) =>
    $$("#side form").find((one) => (form.id ? one.id === form.id : one.getAttribute("action") === action));
  const boxOf = (form, { name, value, tick }) =>
    [...form.elements].find((one) => one.name === name && (!tick || one.value === value));

  // Return the texts that no longer have a field.
  const fill = (twin, { fields, base }) => {
    const over = [];
    const was = JSON.parse(base || "{}");
    const now = twin.elements.base && JSON.parse(twin.elements.base.value || "{}");
    for (const field of fields) {
      const box = boxOf(twin, field);
      if (!box) {
        over.push(field);
        continue;
      }
      if (field.tick) box.checked = field.checked;
      else box.value = field.value;
      if (box.options) box.dataset.touched = box.value === $("option[selected]", box)?.value ? "" : "1";
      if (now && field.name in was) now[field.name] = was[field.name];
      const folded = changed(box) && box.closest("details");
      if (folded) folded.open = true;
    }
    if (now) twin.elements.base.value = JSON.stringify(now);
    return over;
  };
  const toCopy = (fields) => {
    const shown = $("#side").textContent;
    const texts = fields.filter(({ tick, value }) => !tick && value.trim() && !shown.includes(value.trim()));
    if (!texts.length) return;
    const section = document.createElement("section");
    section.className = "stack tight";
    const head = document.createElement("h2");
    head.textContent = "What you typed, to copy";
    section.append(head);
    for (const { value } of texts) {
      const words = document.createElement("blockquote");
      words.dir = "auto";
      words.textContent = value;
      section.append(words);
    }
    $("#side .pane").prepend(section);
  };

  // ``done``: the server said that it had already received and handled this form.
  const show = (html, sent, done) => {
    const side = $("#side");
    const forms = $$("form.dirty-guard", side).filter((form) => !done || form !== sent);
    const kept = forms.map(typedIn).filter(({ fields }) => fields.length);
    const places = new Map(kept.map(({ form }) => [form, form.closest("section[id]")?.id]));
    const held = side.contains(document.activeElement) && document.activeElement.id;
    const at = side.scrollTop;
    side.innerHTML = html;
    htmx.process(side);
    const over = [];
    for (const one of kept) {
      const twin = twinOf(one);
      const place = document.getElementById(places.get(one.form)) ?? $(".pane", side);
      if (twin) over.push(...fill(twin, one));
      else place.append(one.form);
    }
    toCopy(over);
    side.scrollTop = at;
    if (held !== false) ($(`#side [id="${CSS.escape(held)}"]`) ?? side).focus({ preventScroll: true });
    if (done) return "This was already done when you sent it before.";
    const mine = kept.find(({ form }) => form === sent);
    const twin = mine && twinOf(mine);
    if (!mine) return "This is the current state. Check whether your change was made.";
    if (!twin || twin === sent || over.length) {
      return "This is the current state. What you typed is still here: send it again only if your change was not made.";
    }
    return dirty(twin) ? "It was not saved. What you typed is still here: save it again." : "It was saved.";
  };

  const look = async (sent, done) => {
    if (looking || !$("#galley")) return;
    looking = true;
    const panel = $("#side [data-panel]").dataset.panel;
    const tab = $("#side .tabs a[aria-current]").href;
    const words = $("#words-form") ? window.bench.address(Number(panel)) : tab;
    let html = "";
    try {
      const asked = { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(20000) };
      const answer = await fetch(words, asked);
      html = answer.ok && !answer.redirected ? await answer.text() : "";
    } catch {
      // Still no connection.
    }
    if (!html) {
      setTimeout(() => {
        looking = false;
        look(sent, done);
      }, AGAIN);
      return;
    }
    looking = false;
    const chosen = $("#words-form");
    const now = new DOMParser().parseFromString(html, "text/html");
    if (chosen && $("#claim-now [name=edition]", now)?.value === chosen.elements.edition.value) {
      say("It was not saved. What you typed is still here: save it again.", null, true);
      return;
    }
    // If the person has opened another claim meanwhile, it stays open.
    const there = $("#side [data-panel]")?.dataset.panel === panel;
    const left = "The server did not answer your last change. Go back to it and check whether it was made.";
    say(there ? show(html, sent, done) : left, null, true);
    document.dispatchEvent(new CustomEvent("galley-changed"));
  };
  document.addEventListener("look-again", ({ detail, target }) => look(detail?.sent ?? target, !detail?.sent));
})();
