// j and k walk the claims to decide on; a key acts on the one that is current, by its own button.
(() => {
  "use strict";
  const items = () => [...document.querySelectorAll(".item")];
  const current = () => document.querySelector(".item[aria-current]");
  const choose = (item, focus) => {
    for (const other of items()) other.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    if (focus) item.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
    const modified = event.ctrlKey || event.metaKey;
    const typing = event.target.matches("input, select, textarea, [contenteditable]");
    if (!modified && (typing || localStorage.getItem("factcheck-keys-off") === "1")) return;
    const step = modified ? 0 : { j: 1, k: -1 }[event.key];
    const all = items();
    if (step && all.length) {
      event.preventDefault();
      const at = all.indexOf(current());
      choose(all[Math.min(Math.max(at + step, 0), all.length - 1)], true);
      return;
    }
    const key = (modified ? "ctrl+" : "") + event.key.toLowerCase();
    const item = event.target.closest(".item") || current();
    if (key === "enter" && event.target !== item) return;
    // Typed into a form of its own (a reason to retire it): that form is sent, and no other decision taken.
    const own = modified && event.target.closest("form");
    if (own && item?.contains(own) && !own.querySelector(`[data-act="${key}"]`)) {
      if (key !== "ctrl+enter") return;
      event.preventDefault();
      own.requestSubmit();
      return;
    }
    const button = item?.querySelector(`[data-act="${key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest(".item");
    if (item) choose(item, false);
  });
  const first = (location.hash && document.getElementById(location.hash.slice(1))?.closest(".item")) || items()[0];
  if (first) choose(first, !document.querySelector("[data-focus]"));
})();
