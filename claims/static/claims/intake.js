// Adding an article: rows can be added, and a text that is too large is reported before it is sent.
(() => {
  "use strict";
  const LIMIT = 2 * 1024 * 1024; // bytes of UTF-8, as the server counts

  for (const group of document.querySelectorAll("[data-rows]")) {
    const button = group.querySelector("[data-add-row]");
    const total = group.querySelector(`[name="${group.dataset.rows}-TOTAL_FORMS"]`);
    const most = Number(group.querySelector(`[name="${group.dataset.rows}-MAX_NUM_FORMS"]`).value);
    button.hidden = Number(total.value) >= most;
    button.addEventListener("click", () => {
      const row = group.querySelector("template").content.cloneNode(true);
      for (const el of row.querySelectorAll("[name], [for]")) {
        for (const name of ["id", "name", "for"]) {
          if (el.hasAttribute(name)) el.setAttribute(name, el.getAttribute(name).replace("__prefix__", total.value));
        }
      }
      total.value = Number(total.value) + 1;
      button.hidden = Number(total.value) >= most;
      const first = row.querySelector("input");
      button.parentElement.before(row);
      first.focus();
    });
  }

  const form = document.querySelector("form[data-intake]");
  if (!form) return;
  const refuse = (field, words) => {
    const box = field.closest(".field");
    const id = `${field.id}_error`;
    let error = document.getElementById(id);
    if (!error) {
      error = document.createElement("p");
      error.className = "error";
      error.id = id;
      box.append(error);
    }
    error.textContent = words;
    box.classList.add("invalid");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.focus();
  };
  // Capturing, so that a form that is not sent does not count as sent.
  form.addEventListener(
    "submit",
    (event) => {
      const { text, file } = form.elements;
      const over = new Blob([text.value]).size > LIMIT ? text : file?.files[0]?.size > LIMIT ? file : null;
      if (!over) return;
      event.preventDefault();
      refuse(over, "It is over 2 MB. Cut it into parts, or paste only the article.");
    },
    true,
  );
})();
