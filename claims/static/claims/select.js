// Words: what is selected in the galley, as pieces of whole words. Offsets are code points into a block. The words are
// sent too, so that the server can refuse if they have moved.
(() => {
  "use strict";
  const { $, $$, galley, lines, current, stand, sync } = window.bench;
  // Words are defined as in claims/text/words.py.
  const UNSPACED =
    "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
    "\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const SIGN = `(?:(?![${UNSPACED}_])[\\p{L}\\p{N}]\\p{M}*)`;
  const WITH_STOPS = `${SIGN}(?:\\.${SIGN})+(?!${SIGN})`;
  const INSIDE = "['’ʼ\\-‐‑_·\\u200c\\u200d]|(?<=\\p{N})[.,:/](?=\\p{N})";
  const [BEFORE, BEHIND] = ["(?:[$€£¥₺₽₼₾֏](?=\\p{N}))?", "(?:(?<=\\p{N})[%‰°])?"];
  const WORD = new RegExp(
    `[${UNSPACED}]\\p{M}*|${WITH_STOPS}|${BEFORE}${SIGN}+(?:(?:${INSIDE})${SIGN}+)*${BEHIND}`,
    "gu",
  );
  const wordsIn = (text) => [...text.matchAll(WORD)].map((found) => [found.index, found.index + found[0].length]);
  const points = (text) => [...text].length;
  const units = (text, count) => [...text].slice(0, count).join("").length;

  let kept = []; // pieces kept while others are selected
  let live = []; // the pieces under the selection
  let mode = null; // selecting word by word: {words, from, to} of the line one stands on
  let inBar = false; // a tap on the bar may collapse the selection: then the previous selection counts

  // Whole words, without outer white space. Nothing if no word is left.
  const snapped = (text, start, end) => {
    while (start < end && /\s/.test(text[start])) start += 1;
    while (start < end && /\s/.test(text[end - 1])) end -= 1;
    let words = 0;
    for (const [from, to] of wordsIn(text)) {
      if (from >= end || to <= start) continue;
      words += 1;
      start = Math.min(start, from);
      end = Math.max(end, to);
    }
    return words ? [start, end] : null;
  };
  const pieceIn = (txt, range) => {
    const text = txt.textContent;
    const upTo = (node, offset) => {
      const before = document.createRange();
      before.selectNodeContents(txt);
      before.setEnd(node, offset);
      return before.toString().length;
    };
    const start = txt.contains(range.startContainer) ? upTo(range.startContainer, range.startOffset) : 0;
    const end = txt.contains(range.endContainer) ? upTo(range.endContainer, range.endOffset) : text.length;
    const found = snapped(text, start, end);
    if (!found) return null;
    const { block, start: first } = txt.closest(".line").dataset;
    const words = text.slice(...found);
    const at = Number(first) + points(text.slice(0, found[0]));
    return [Number(block), at, at + points(words), words];
  };
  const selected = () => {
    const selection = getSelection();
    const pieces = [];
    for (let at = 0; at < selection.rangeCount; at += 1) {
      const range = selection.getRangeAt(at);
      if (range.collapsed || !range.intersectsNode($("#galley .lines"))) continue;
      for (const txt of $$("#galley .txt")) {
        const piece = range.intersectsNode(txt) && pieceIn(txt, range);
        if (piece) pieces.push(piece);
      }
    }
    return pieces;
  };

  const rangeFor = (txt, start, end) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(txt, NodeFilter.SHOW_TEXT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.data.length;
      if (start >= at && start <= at + length) range.setStart(node, start - at);
      if (end >= at && end <= at + length) {
        range.setEnd(node, end - at);
        break;
      }
      at += length;
    }
    return range;
  };
  const rangeOf = ([block, start, end]) => {
    for (const line of lines()) {
      const txt = $(".txt", line);
      const from = start - Number(line.dataset.start);
      if (Number(line.dataset.block) !== block || from < 0 || from >= points(txt.textContent)) continue;
      return rangeFor(txt, units(txt.textContent, from), units(txt.textContent, end - Number(line.dataset.start)));
    }
    return null;
  };

  const overlap = (one, two) => one[0] === two[0] && one[1] < two[2] && two[1] < one[2];
  const together = () => [...kept.filter((piece) => !live.some((other) => overlap(piece, other))), ...live];
  const bounds = () => $("#side form[data-bounds]");
  const clip = (words) => (words.length > 40 ? `${words.slice(0, 39)}…` : words);

  const show = () => {
    const list = $("#pieces");
    if (!list) return;
    list.replaceChildren(
      ...kept.map((piece, at) => {
        const item = document.createElement("li");
        item.className = "chip";
        const words = document.createElement("span");
        words.dir = "auto";
        words.textContent = clip(piece[3]);
        const off = document.createElement("button");
        off.type = "button";
        off.dataset.drop = at;
        off.setAttribute("aria-label", `Leave out “${clip(piece[3])}”`);
        off.textContent = "✕";
        item.append(words, off);
        return item;
      }),
    );
    list.hidden = !kept.length;
    $("[data-keep]").hidden = !live.length;
    for (const button of $$("[data-cut], [data-mark-button]")) button.hidden = Boolean(bounds());
    if (CSS.highlights) CSS.highlights.set("pieces", new Highlight(...kept.map(rangeOf).filter(Boolean)));
    // Pieces that were put together are unsaved work: leaving the page would lose them.
    const field = $("#line-form")?.elements.pieces;
    if (field) field.dataset.touched = kept.length && !bounds() ? "1" : "";
    for (const form of $$("#side form[data-bounds]")) {
      const given = form.elements.pieces;
      given.dataset.touched = JSON.stringify(JSON.parse(given.value || "[]")) === JSON.stringify(together()) ? "" : "1";
      $("[data-quoted]", form).textContent =
        together()
          .map((piece) => piece[3])
          .join(" … ") || "No words are selected.";
    }
    sync();
    if (live.length) $("#at").textContent = `“${clip(live.map((piece) => piece[3]).join(" … "))}”`;
  };
  const keep = () => {
    kept = together();
    live = [];
    getSelection().removeAllRanges();
    mode = null;
    show();
  };
  const unselect = () => {
    live = [];
    mode = null;
    if (galley()?.contains(getSelection().anchorNode)) getSelection().removeAllRanges();
    show();
  };
  const clear = () => {
    if (!kept.length && !live.length && !mode) return;
    kept = [];
    unselect();
  };

  // The event comes a moment after the selection, so code that sends first reads the selection itself.
  const look = () => {
    if (!galley() || inBar) return;
    const pieces = selected();
    if (!pieces.length && !live.length) return;
    live = pieces;
    const line = getSelection().focusNode?.parentElement?.closest("#galley .line");
    if (pieces.length && line && line !== current()) stand(line, false);
    show();
  };
  document.addEventListener("selectionchange", look);
  document.addEventListener("pointerdown", (event) => {
    inBar = Boolean(event.target.closest(".linebar, [data-take]"));
    if (!event.target.closest("#galley .txt")) return;
    mode = null;
    if ((event.ctrlKey || event.metaKey) && live.length) kept = together();
  });
  // A browser drags a link instead of selecting text; here, words under a claim can be selected.
  const caretAt = (event) => {
    const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    if (found) return [found.offsetNode, found.offset];
    const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
    return range && [range.startContainer, range.startOffset];
  };
  let pulling = null;
  document.addEventListener("mousedown", (event) => {
    const onClaim = event.button === 0 && !event.shiftKey && event.target.closest("a.seg");
    pulling = onClaim ? caretAt(event) : null;
    if (!pulling) return;
    event.preventDefault();
    galley().focus({ preventScroll: true }); // as a click on any other words does
    getSelection().setPosition(...pulling);
  });
  document.addEventListener("mousemove", (event) => {
    const to = pulling && event.buttons & 1 && caretAt(event);
    if (to && galley().contains(to[0])) getSelection().setBaseAndExtent(...pulling, ...to);
  });
  document.addEventListener("pointerup", (event) => {
    pulling = null;
    // Show what will be stored: the selection extends to whole words.
    if (event.pointerType !== "mouse" || !event.target.closest("#galley .line") || live.length !== 1) return;
    const range = rangeOf(live[0]);
    if (range && String(getSelection()) !== live[0][3])
      getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".linebar button, [data-take]")) event.preventDefault(); // the selection stays
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || !galley()) return;
    if (button.matches("[data-keep]")) keep();
    else if (button.matches("[data-words]")) begin();
    else if (button.matches("[data-drop]")) {
      kept.splice(Number(button.dataset.drop), 1);
      show();
    } else if (button.matches("[data-take]")) take(button.closest("[data-part]"));
  });

  // Select word by word with the keyboard: v, then arrows; with Shift the selection grows.
  const begin = () => {
    const txt = current() && $(".txt", current());
    const words = txt ? wordsIn(txt.textContent) : [];
    if (!words.length) return;
    const open =
      Number((current().dataset.open.match(/\d+/) || [current().dataset.start])[0]) - Number(current().dataset.start);
    const at = words.findIndex(([from]) => points(txt.textContent.slice(0, from)) >= open);
    mode = { txt, words, from: Math.max(at, 0), to: Math.max(at, 0) };
    $(".no", current()).focus({ preventScroll: true });
    draw();
  };
  const draw = () => {
    const [first, last] = [Math.min(mode.from, mode.to), Math.max(mode.from, mode.to)];
    const range = rangeFor(mode.txt, mode.words[first][0], mode.words[last][1]);
    getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    look();
  };
  document.addEventListener(
    "keydown",
    (event) => {
      inBar = false;
      if (!galley() || !window.keys.read(event)?.plain) return;
      if (event.key === "Enter" && ["reason", "own-reason"].includes(event.target.id)) {
        event.preventDefault();
        $("[data-mark-button]").click();
        // Return to the line, where the letter keys work; a reason in one's own words is still to be typed.
        if (document.activeElement.id === "reason") $(".no", current()).focus();
      } else if (event.key === "Escape" && ["reason", "own-reason"].includes(event.target.id)) {
        event.preventDefault();
        $(".no", current()).focus();
      } else if (event.key === "Escape" && (mode || live.length) && !event.target.closest("textarea, select, input")) {
        event.preventDefault();
        unselect(); // kept pieces remain, each with its own button to remove it
      } else if (mode && ["ArrowLeft", "ArrowRight"].includes(event.key) && event.target.closest("#galley")) {
        event.preventDefault();
        if (!mode.txt.isConnected) return begin();
        const rtl = getComputedStyle(mode.txt).direction === "rtl";
        const by = (event.key === "ArrowRight") === rtl ? -1 : 1;
        mode.to = Math.min(Math.max(mode.to + by, 0), mode.words.length - 1);
        if (!event.shiftKey) mode.from = mode.to;
        draw();
      }
    },
    true,
  );
  document.addEventListener("bench:line", () => {
    if (mode && mode.txt.closest(".line") !== current()) begin();
  });

  // Forms beside the galley that take words: a claim's new bounds, the parts of a split.
  const take = (part) => {
    const pieces = together();
    if (!pieces.length) return;
    const field = $("input[type=hidden]", part);
    field.value = JSON.stringify(pieces);
    field.dataset.touched = "1";
    $("[data-quoted]", part).textContent = pieces.map((piece) => piece[3]).join(" … ");
    clear();
  };
  let boundsOf = null;
  const adopt = () => {
    for (const lists of $$(".no-js")) lists.remove();
    for (const button of $$(".js-only, [data-words]")) button.hidden = false;
    for (const part of $$("#side [data-part]")) {
      const field = $("input[type=hidden]", part);
      if (!field.value) field.value = part.dataset.given || "";
      if (!$("[data-quoted]", part).textContent && field.value) {
        $("[data-quoted]", part).textContent = JSON.parse(field.value)
          .map((piece) => piece[3])
          .join(" … ");
      }
    }
    if (bounds() !== boundsOf) {
      boundsOf = bounds();
      for (const button of boundsOf ? $$(".js-only", boundsOf) : []) button.hidden = true;
      kept = boundsOf ? JSON.parse($("input[name=pieces]", boundsOf).value || "[]") : [];
      live = [];
      if (boundsOf && kept.length) stand(rangeOf(kept[0])?.startContainer.parentElement.closest(".line"), false);
      show();
    }
    const reason = $("#reason");
    const own = $("#own-reason");
    if (reason && own && own !== document.activeElement) own.hidden = reason.value !== "" && !own.value;
  };
  document.addEventListener("change", (event) => {
    if (event.target.id !== "reason") return;
    // The typed text is the reason, whatever is chosen here, so it stays visible.
    $("#own-reason").hidden = event.target.value !== "" && !$("#own-reason").value;
    if (!event.target.value) $("#own-reason").focus();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters } = event.detail;
    if (elt.matches?.("form[data-bounds]")) parameters.pieces = JSON.stringify(together());
  });
  document.addEventListener("htmx:afterSettle", () => galley() && adopt());
  document.addEventListener("DOMContentLoaded", () => galley() && adopt());

  window.bench.words = {
    any: () => kept.length + live.length > 0 && !bounds(),
    sent: () => {
      look();
      return kept.length + live.length ? JSON.stringify(together()) : "";
    },
    clear,
  };
})();
