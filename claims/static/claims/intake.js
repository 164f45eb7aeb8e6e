// Adding an article: rows can be added, a paste keeps its headings, lists and tables, and what is too large is reported
// before it is sent.
(() => {
  "use strict";
  const LIMIT = 2 * 1024 * 1024; // bytes of UTF-8, as the server counts
  const LARGEST = 10 * LIMIT; // bytes of a file: a document has pictures too

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
      const long = new Blob([text.value]).size > LIMIT;
      if (!long && !(file?.files[0]?.size > LARGEST)) return;
      event.preventDefault();
      if (long) refuse(text, "It is over 2 MB. Cut it into parts, or paste only the article.");
      else refuse(file, "It is over 20 MB. Save it without its pictures, or paste only the article.");
    },
    true,
  );

  // What is pasted over the whole text may have marks: its plain words stand there at once, and the server's reading of
  // the marks takes their place, unless something was typed meanwhile.
  const { text, marked, upload } = form.elements;
  const pasted = document.getElementById("pasted");
  if (!pasted) return;
  const MARKS = /<(?:p|h[1-6]|li|div|blockquote|table|br)\b/i;
  const unmark = () => {
    marked.value = "";
    upload.value = "";
    pasted.textContent = "";
  };
  text.addEventListener("input", () => text.value || unmark());
  text.addEventListener("paste", ({ clipboardData }) => {
    const page = new Blob([clipboardData.getData("text/html")], { type: "text/html" });
    const whole = text.selectionEnd - text.selectionStart === text.value.length;
    if (whole) unmark();
    if (!whole || page.size > LARGEST) return;
    page.text().then(async (html) => {
      if (!MARKS.test(html)) return;
      const plain = text.value;
      const body = new FormData();
      body.append("page", page);
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      try {
        const answer = await fetch(pasted.dataset.readAt, { method: "POST", body });
        const read = answer.ok && !answer.redirected ? await answer.json() : null;
        if (!read || text.value !== plain) return;
        text.value = read.text;
        marked.value = "on";
        upload.value = read.upload;
        pasted.textContent = "Pasted with its headings, lists, quotations and tables, written in Markdown.";
      } catch {
        // No connection: the plain words stay.
      }
    });
  });
})();
