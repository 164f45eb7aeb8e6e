// j and k move through the rows of a list; Enter opens the row in focus, like any link.
(() => {
  "use strict";
  const links = () =>
    [...document.querySelectorAll("table.rows tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[window.keys.read(event)?.key];
    if (!step || window.keys.off() || window.keys.typing(event.target)) return;
    const all = links();
    const at = all.findIndex((link) => link.closest("tr").hasAttribute("aria-current"));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("table.rows tr");
    if (!row) return;
    for (const other of document.querySelectorAll("table.rows tr[aria-current]")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  });
})();
