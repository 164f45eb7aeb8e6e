// The claim panel: find names and sources while typing, and ask for reasons in place.
(() => {
  "use strict";

  // Find as you type. [data-finder] holds an input, its list and, for a source, the hidden field of the chosen one.
  const parts = (box) => ({
    input: box.querySelector("input:not([type=hidden])"),
    list: box.querySelector(".found"),
    chosen: box.querySelector("input[type=hidden]"),
  });
  const finderOf = (el) => el.closest?.("[data-finder]");
  const asked = new WeakMap();

  const show = (box, html) => {
    const { input, list } = parts(box);
    list.innerHTML = html;
    list.hidden = !list.children.length;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    [...list.children].forEach((option, at) => {
      option.id = `${list.id}-${at}`;
      option.tabIndex = -1;
    });
  };

  const find = async (box) => {
    const { input, list } = parts(box);
    asked.get(box)?.abort();
    const asking = new AbortController();
    asked.set(box, asking);
    const query = new URLSearchParams({ q: input.value });
    if (box.dataset.finder === "origin") query.set("origin", "1");
    try {
      const answer = await fetch(`${list.dataset.from}?${query}`, { signal: asking.signal });
      const html = answer.ok && !answer.redirected ? await answer.text() : "";
      if (!asking.signal.aborted && box.contains(document.activeElement)) show(box, html);
    } catch {
      // Another letter was typed, or there is no connection: the typed text stays as it is.
    }
  };

  const choose = (box, option) => {
    const { input, chosen } = parts(box);
    input.value = option.dataset.value;
    if (chosen) chosen.value = option.dataset.id;
    // A source comes with how it was used last, but for what was chosen already.
    for (const field of input.form.elements) {
      const used = option.getAttribute(`data-as-${field.name}`);
      if (used && field.dataset.touched !== "1") field.value = used;
    }
    input.focus();
    show(box, "");
  };

  const move = (box, step) => {
    const { input, list } = parts(box);
    const options = [...list.children];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = options[(at + step + options.length) % options.length] ?? options[0];
    options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("input", (event) => {
    const box = finderOf(event.target);
    if (!box) return;
    const { chosen } = parts(box);
    if (chosen) chosen.value = "";
    find(box);
  });
  // Before anything is typed, the article's own sources.
  document.addEventListener("focusin", ({ target }) => {
    const box = target.value === "" && finderOf(target);
    if (box && box.dataset.finder === "source") find(box);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".found [role=option]")) event.preventDefault(); // the field keeps the focus
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest(".found [role=option]");
    const box = option && finderOf(option);
    if (box) choose(box, option);
  });
  document.addEventListener("focusout", (event) => {
    const box = finderOf(event.target);
    if (box && !box.contains(event.relatedTarget)) show(box, "");
  });

  // Arrows and Enter first choose in the list.
  document.addEventListener(
    "keydown",
    (event) => {
      const box = finderOf(event.target);
      const list = box && parts(box).list;
      if (!list || list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
      const active = list.querySelector("[aria-selected=true]");
      if (event.key === "ArrowDown" || event.key === "ArrowUp") move(box, event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "Enter" && active) choose(box, active);
      else if (event.key === "Escape") show(box, "");
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  // What stands at a button that cannot be pressed yet leads to its box, also one that is folded away.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#claim-foot .why a[href^='#']");
    const goal = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!goal) return;
    event.preventDefault();
    for (let one = goal.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    const box = goal.matches("fieldset, .note") ? goal.querySelector("textarea, input, button[type=submit]") : null;
    (box?.checkVisibility() ? box : goal).focus();
    goal.scrollIntoView({ block: "center" });
  });

  // Copy a claim with its sources. Where the browser does not let a page write rich text, the page to copy from opens.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-copy]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.ClipboardItem) return;
    event.preventDefault();
    const page = fetch(link.href).then(async (answer) => {
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    });
    const part = async (type, read) => new Blob([read(await page)], { type });
    try {
      const html = part("text/html", (found) => found.querySelector("#copied").innerHTML);
      const plain = part("text/plain", (found) => found.querySelector("#plain").value);
      await navigator.clipboard.write([new ClipboardItem({ "text/html": html, "text/plain": plain })]);
      link.parentElement.querySelector("[role=status]").textContent = "Copied.";
    } catch {
      location.assign(link.href);
    }
  });

  // A reason is asked for in place: its key first opens the question and, once it is open, answers it.
  document.addEventListener("click", (event) => {
    const summary = event.target.closest(".ask > summary");
    if (!summary || summary.parentElement.open) return;
    requestAnimationFrame(() => summary.parentElement.querySelector("select, textarea, input")?.focus());
  });
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.matches?.(".ask")) return;
      const button = target.querySelector("[data-ask-key]");
      if (!button) return;
      const summary = target.querySelector("summary");
      const [from, to] = target.open ? [summary, button] : [button, summary];
      from.removeAttribute("data-key");
      to.dataset.key = button.dataset.askKey;
    },
    true,
  );

  // What a kind of claim needs, or words that somebody says, opens as soon as the kind or the speaker is chosen.
  const unfold = (parts) => document.querySelectorAll(`#side details.more${parts}`).forEach((one) => (one.open = true));
  document.addEventListener("change", ({ target }) => {
    if (target.id === "claim-kind") unfold(`[data-kinds~="${CSS.escape(target.value)}"]`);
    if (target.id === "claim-speaker" && target.value.trim()) unfold("[data-spoken]");
  });

  // New evidence that also answered whether the speaker said it: the claim's form says so too.
  document.addEventListener("attribution-answered", () => {
    const field = document.getElementById("claim-form")?.elements.attribution;
    if (field?.dataset.touched === "1") return;
    if (field) field.value = document.getElementById("claim-evidence").dataset.attribution;
  });

  // In a conflict: copy their value into one's own field. It is not saved until the person saves.
  document.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take]");
    const field = take && document.getElementById(take.dataset.in)?.elements[take.dataset.take];
    if (!field) return;
    field.value = take.dataset.value;
    field.focus?.();
  });

  // Text typed while a save is under way is put into the panel that comes back: it was not sent, and is not saved yet.
  const shown = (field) => field.name && field.type !== "hidden" && !field.disabled;
  const fieldsOf = (form) => [...form.elements].filter(shown);
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const keyOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
  const valueOf = (field) => (isTick(field) ? field.checked : field.value);
  let sent = null;
  let since = [];
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id !== "claim-form") return;
    sent = new Map(fieldsOf(event.detail.elt).map((field) => [keyOf(field), valueOf(field)]));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = document.getElementById("claim-form");
    since = [];
    if (!sent || !form || event.detail.target.id !== "side") return;
    const held = document.activeElement;
    if (event.detail.requestConfig.elt === form) {
      since = fieldsOf(form)
        .filter((field) => sent.has(keyOf(field)) && valueOf(field) !== sent.get(keyOf(field)))
        .map((field) => ({ key: keyOf(field), value: valueOf(field), at: field === held ? field.selectionEnd : null }));
    }
    sent = null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    const form = since.length && document.getElementById("claim-form");
    if (!form) return;
    const fields = new Map(fieldsOf(form).map((field) => [keyOf(field), field]));
    for (const { key, value, at } of since) {
      const field = fields.get(key);
      if (!field) continue;
      if (isTick(field)) field.checked = value;
      else field.value = value;
      if (field.options) field.dataset.touched = "1";
      if (at !== null) {
        const folded = field.closest("details");
        if (folded) folded.open = true;
        field.focus();
        field.setSelectionRange?.(at, at);
      }
    }
    since = [];
  });

  // A form is sent to the address of the button that submitted it. htmx uses the button that was clicked last, and
  // loses it if the button was replaced.
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters, triggeringEvent } = event.detail;
    const submitter = triggeringEvent?.type === "submit" && triggeringEvent.target === elt && triggeringEvent.submitter;
    if (!submitter || !elt.hasAttribute("hx-post")) return;
    event.detail.path = submitter.getAttribute("formaction") || elt.getAttribute("hx-post");
    if (submitter.name) parameters[submitter.name] = submitter.value;
  });

  // A different panel, or the same one after a decision, is shown from its top.
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (target?.id !== "side" || !requestConfig) return;
    const submitter = requestConfig.triggeringEvent?.submitter;
    const decided = submitter?.hasAttribute("formaction") && submitter.name !== "take";
    if (requestConfig.verb === "get" || decided) target.scrollTop = 0;
  });

  // What was sent and saved no longer counts as unsaved, also if the answer leads to another page.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (elt.id === "claim-form" && xhr.status < 300) elt.dataset.sent = "1";
  });
})();
