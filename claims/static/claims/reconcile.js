// j and k move through the claims to decide on. Keys act on the current claim through its own buttons (keys.js).
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
    const step = { j: 1, k: -1 }[window.keys.read(event)?.key];
    const all = items();
    if (!step || !all.length || window.keys.off() || window.keys.typing(event.target)) return;
    event.preventDefault();
    choose(all[Math.min(Math.max(all.indexOf(current()) + step, 0), all.length - 1)], true);
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest(".item");
    if (item) choose(item, false);
  });
  const named = location.hash && document.getElementById(location.hash.slice(1))?.closest(".item");
  const first = named || items()[0];
  if (first) choose(first, !document.querySelector("[data-focus]"));
})();
