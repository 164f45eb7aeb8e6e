// Several lines at once: Shift with a click or with the arrows chooses them, and the bar then acts on all of them.
(() => {
  "use strict";
  const { $, galley, lines, current, stand, onPhone } = window.bench;
  const { keys } = window;
  const number = (line) => Number(line.id.slice("line-".length));
  let from = ""; // the id of the line where the range begins
  let picking = false; // whether the next press on a line chooses an end of the range
  let open = null; // whether a person opened or folded the bar of this range

  const chosen = () => {
    const all = lines();
    const ends = [all.findIndex((line) => line.id === from), all.indexOf(current())].sort((a, b) => a - b);
    return ends[0] < 0 ? [] : all.slice(ends[0], ends[1] + 1);
  };
  const show = () => {
    const box = $("#range");
    if (!box) return;
    const held = chosen();
    const several = held.length > 1;
    for (const line of lines()) line.classList.toggle("held", (several || picking) && held.includes(line));
    galley().classList.toggle("picking", picking);
    const button = $("[data-pick]");
    button.hidden = several;
    button.setAttribute("aria-pressed", String(picking));
    button.textContent = picking ? `Press the ${from ? "last" : "first"} line` : "Select lines";
    box.open = several && (open ?? !onPhone());
    box.hidden = !several;
    $("#line-form").hidden = several;
    if (!several) return;
    const [first, last] = [held[0], held.at(-1)].map(number);
    $("#range-form").elements.first.value = first;
    $("#range-form").elements.last.value = last;
    $("#range-says").textContent = `Lines ${first} to ${last}`;
  };
  const drop = () => {
    from = "";
    picking = false;
    open = null;
    show();
  };
  const extend = (line) => {
    if (!line || !current()) return;
    from ||= current().id;
    getSelection().removeAllRanges();
    stand(line);
    show();
  };
  // The last line of the current one's paragraph, or the first; from there, of the article.
  const farEnd = (last) => {
    const end = (all) => all.at(last ? -1 : 0);
    const line = end(lines().filter((one) => one.parentElement === current()?.parentElement));
    return from && line === current() ? end(lines()) : line;
  };
  // Without Shift, as by touch: the first line is pressed, then the last one.
  const pick = (line) => {
    if (!from) {
      from = line.id;
      stand(line, false);
      return show();
    }
    extend(line);
    picking = false;
    show();
  };

  document.addEventListener(
    "click",
    (event) => {
      if (!galley() || !$("#range")) return;
      if (event.target.closest("[data-pick]")) {
        const starts = !picking;
        drop();
        picking = starts;
        return show();
      }
      const summary = event.target.closest("#range > summary");
      if (summary) open = !summary.parentElement.open;
      const line = event.target.closest("#galley .line");
      if (!line || event.button || !(picking || (event.shiftKey && event.target.closest(".no")))) return;
      event.preventDefault();
      event.stopPropagation();
      if (picking) pick(line);
      else extend(line);
    },
    true,
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (!galley() || !$("#range") || event.defaultPrevented || !keys.read(event)?.plain) return;
      const at = lines().indexOf(current());
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const own = keys.typing(event.target) || event.target.closest(".linebar, #side");
      const far = ["Home", "End"].indexOf(event.key);
      if ((step || far >= 0) && event.shiftKey && !own) {
        event.preventDefault();
        event.stopPropagation();
        extend(step ? lines()[at + step] : farEnd(far));
      } else if (event.key === "Escape" && (from || picking)) {
        // From a box of the bar back to the line; from there, the range is let go.
        event.preventDefault();
        event.stopPropagation();
        if (!event.target.closest("#range-form")) drop();
        $(".no", current())?.focus();
      } else if (event.key === "Enter" && event.target.closest("#range-form") && keys.typing(event.target)) {
        // A box belongs to the button behind it, not to the form's first button.
        const does = [...$("#range-form").querySelectorAll("button")];
        const behind = (button) => event.target.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING;
        event.preventDefault();
        event.stopPropagation();
        does.find(behind)?.click();
      }
    },
    true,
  );
  // A step without Shift lets the range go; after a change, the lines are drawn anew.
  document.addEventListener("bench:line", () => from && !chosenByShift() && !picking && drop());
  let shift = false;
  const chosenByShift = () => shift;
  for (const type of ["keydown", "pointerdown"]) {
    document.addEventListener(type, (event) => (shift = event.shiftKey), true);
  }
  document.addEventListener("htmx:afterSettle", () => galley() && show());
  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, requestConfig } }) => {
    if (galley() && requestConfig?.path === $("#range-form")?.getAttribute("action") && xhr.status < 300) {
      // After accepting or marking, the next is done to the same lines.
      if (!/^accept|fits$/.test(requestConfig.formData.get("do"))) drop();
      $(".no", current())?.focus();
    }
  });
  document.addEventListener("DOMContentLoaded", show);
})();
