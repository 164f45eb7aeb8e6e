// Words that are selected in a captured text become the excerpt. A part of a page brings this file with it, so that it
// may run again: it listens once.
(() => {
  "use strict";

  // What was typed in a form that came back with the text is not saved yet.
  const touch = () => {
    for (const form of document.querySelectorAll("form[data-typed]")) {
      for (const field of form.elements) if (field.type !== "hidden" && field.value) field.dataset.touched = "1";
    }
  };
  touch();
  // The words that are marked, or the paragraph that was asked for, are what the text was opened for.
  document.querySelector("[data-read] mark, [data-read] .here")?.scrollIntoView({ block: "nearest" });
  if (window.readingListens) return;
  window.readingListens = true;
  document.addEventListener("htmx:afterSettle", touch);

  // A place in a paragraph in code points: a browser counts UTF-16 units.
  const placeOf = (paragraph, node, offset) => {
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return Number(paragraph.dataset.start) + [...before.toString()].length;
  };

  const chosen = () => {
    const selection = document.getSelection();
    const text = document.querySelector("[data-read]");
    if (!text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const inside = [...text.querySelectorAll("[data-block]")].filter((one) => range.intersectsNode(one));
    const pieces = [];
    for (const paragraph of inside) {
      const starts = paragraph.contains(range.startContainer);
      const ends = paragraph.contains(range.endContainer);
      const words = document.createRange();
      words.selectNodeContents(paragraph);
      if (starts) words.setStart(range.startContainer, range.startOffset);
      if (ends) words.setEnd(range.endContainer, range.endOffset);
      const blanks = words.toString().match(/^\s*|\s*$/g);
      const said = words.toString().trim();
      if (!said) continue;
      const start = placeOf(paragraph, words.startContainer, words.startOffset) + blanks[0].length;
      pieces.push({ block: Number(paragraph.dataset.block), start, end: start + [...said].length, said });
    }
    return pieces.length ? pieces : null;
  };

  document.addEventListener("selectionchange", () => {
    const bar = document.querySelector("[data-selected]");
    if (!bar || bar.contains(document.activeElement)) return;
    const pieces = chosen();
    const quote = bar.querySelector("input");
    bar.hidden = quote.disabled = !pieces;
    if (!pieces) return;
    const first = pieces[0];
    const last = pieces.at(-1);
    quote.value = pieces.map((one) => one.said).join("\n\n");
    bar.querySelector("button").value = `use ${first.block}.${first.start}-${last.block}.${last.end}`;
    bar.querySelector("span").textContent = quote.value.length > 90 ? `${quote.value.slice(0, 90)}…` : quote.value;
  });
})();
