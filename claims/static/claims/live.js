// Show others' changes within seconds: a small request every three seconds, answered with 204 if nothing happened.
(() => {
  "use strict";
  const { $, galley, current } = window.bench;
  const EVERY = 3000;
  const MOST = 60000;
  let wait = EVERY;
  let timer = 0;

  const next = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
  };
  const ask = () => {
    if (!galley() || document.hidden) return;
    if (galley().classList.contains("htmx-request")) {
      next();
      return;
    }
    const values = {
      since: $("#galley .head").dataset.sequence,
      drafted: $("#galley .head").dataset.drafted,
      here: $("#presence").textContent,
      claim: galley().dataset.chosen || "",
      line: current() ? current().id.slice("line-".length) : "",
    };
    const asked = { source: galley(), target: "#galley", swap: "galley-live", values };
    htmx.ajax("GET", galley().dataset.changes, asked).then(next, next);
  };
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (!galley() || requestConfig.path !== galley().dataset.changes) return;
    const well = xhr.status >= 200 && xhr.status < 300 && xhr.responseURL.includes(requestConfig.path);
    wait = well ? EVERY : Math.min(wait * 2, MOST);
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  next();
})();
