// The galley: the current line, the open claim, and keeping the display up to date with the server.
(() => {
  "use strict";
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const galley = () => $("#galley");
  const lines = () => $$("#galley .line");
  const current = () => $("#galley .line[aria-current]");
  const number = (line) => Number(line.id.slice("line-".length));
  const chosen = () => Number(galley().dataset.chosen || 0);
  const numbersOf = (seg) => seg.dataset.claims.split(" ").map(Number);
  // The page provides addresses from the server, with a 0 in place of a number.
  const numbered = (address, by) => address.replace("/0/", `/${by}/`);
  const address = (claim) => (claim ? numbered(galley().dataset.claimAt, claim) : galley().dataset.base);
  // The claim that an address of this article opens: 0 for the list of all claims, null for any other address.
  const claimAt = (path) => {
    const { pathname } = new URL(path, location.href);
    const claim = Number(pathname.match(/(\d+)\/$/)?.[1] ?? 0);
    return [0, claim].find((one) => pathname === address(one)) ?? null;
  };
  const { keys } = window;
  const { typing } = keys;
  const onPhone = () => matchMedia("(max-width: 55.99rem)").matches;

  // If several claims have the same words, a click opens the least advanced one, or the one after the open claim.
  const nextOf = (numbers) => numbers[(numbers.indexOf(chosen()) + 1) % numbers.length];
  const paint = (root) => {
    for (const seg of $$("a.seg", root)) {
      const numbers = numbersOf(seg);
      seg.classList.toggle("sel", numbers.includes(chosen()));
      if (numbers.length > 1) seg.setAttribute("href", `${address(nextOf(numbers))}`);
    }
  };
  const say = (button, words) => {
    if (button) button.firstChild.data = `${words} `;
  };

  // The line bar acts on the current line, or on the words selected.
  const sync = () => {
    const line = current();
    const form = $("#line-form");
    const words = window.bench.words;
    if (line) {
      const at = number(line);
      const all = lines();
      $("#at").textContent = `Line ${at}`;
      for (const step of $$("[data-step]")) {
        if (step.dataset.step === "-1") step.hidden = line === all[0];
        if (step.dataset.step === "1") step.hidden = line === all.at(-1);
      }
      const fields = (name) => $$(`.linebar form:not([data-kept]) [name=${name}], #draft-form [name=${name}]`);
      for (const field of fields("line")) field.value = at;
      const edit = $("[data-edit-line]");
      if (edit) edit.href = numbered(edit.dataset.editLine, at);
      for (const field of fields("claim")) field.value = chosen() || "";
      if (form) {
        form.elements.open.value = line.dataset.open;
        // The reason that fits the line's words, until a person chooses another for it.
        const { reason } = form.elements;
        if (reason && line.dataset.reason && reason.dataset.of !== `${at} ${line.dataset.open}`) {
          reason.selectedIndex = Number(line.dataset.reason);
          reason.dataset.of = `${at} ${line.dataset.open}`;
        }
        const partly = Boolean($(".partly", line));
        const [claim, none] = words?.any()
          ? ["Claim these words", "No claim in these"]
          : partly
            ? ["Claim the rest", "No claim in the rest"]
            : ["Make a claim", "No claim here"];
        say($("[data-cut]"), claim);
        say($("[data-mark-button]"), none);
        const back = $("#take-back");
        back.hidden = !line.dataset.mark;
        back.setAttribute("action", numbered(back.dataset.removeAt, line.dataset.mark || 0));
      }
    }
    paint(document);
  };

  // Show a line and its suggestions between the page's head and the line bar, or else from the line on.
  const GAP = 8;
  const draftsOf = (line) => (line?.nextElementSibling?.matches(".drafts") ? line.nextElementSibling : null);
  const room = () => {
    const top = onPhone() ? 0 : galley().getBoundingClientRect().top;
    return { top: top + GAP, bottom: ($(".linebar")?.getBoundingClientRect().top ?? innerHeight) - GAP };
  };
  const bring = (line) => {
    const last = draftsOf(line) ?? line;
    last.scrollIntoView({ block: "nearest" });
    line.scrollIntoView({ block: "nearest" });
    const { top, bottom } = room();
    const under = Math.max(last.getBoundingClientRect().bottom - bottom, 0);
    const by = Math.min(under, line.getBoundingClientRect().top - top);
    if (by) (onPhone() ? window : galley()).scrollBy({ top: by, behavior: "instant" });
  };
  const inSight = (line) => {
    if (!line) return false;
    const { top, bottom } = room();
    const last = draftsOf(line) ?? line;
    return last.getBoundingClientRect().bottom > top && line.getBoundingClientRect().top < bottom;
  };

  const stand = (line, focus = true) => {
    if (!line) return;
    current()?.removeAttribute("aria-current");
    line.setAttribute("aria-current", "true");
    bring(line);
    const held = document.activeElement;
    if (focus && (held === document.body || held.closest("#galley") || ["main", "side"].includes(held.id))) {
      $(".no", line).focus({ preventScroll: true });
    }
    const here = new URL(location.href);
    if (here.pathname === address(chosen())) {
      here.searchParams.set("line", number(line));
      here.hash = "";
      history.replaceState(history.state, "", here);
    }
    sync();
    document.dispatchEvent(new CustomEvent("bench:line"));
  };

  const step = (by) => {
    const all = lines();
    const at = all.indexOf(current());
    if (by !== "open") return stand(all[Math.min(Math.max(at + Number(by), 0), all.length - 1)]);
    const open = (line) => line.dataset.open !== "";
    return stand([...all.slice(at + 1), ...all.slice(0, at + 1)].find(open));
  };

  // Panels: a claim (or, for 0, the list of all) beside the galley. Its first field has the focus if it is to be
  // filled in; else the panel itself, where the keys that decide work.
  let filling = 0;
  const open = (claim, event, sheet = true) => {
    if (sheet) $("#side").classList.toggle("is-open", claim > 0);
    htmx.ajax("GET", address(claim), { source: galley(), target: "#side", swap: "innerHTML", event });
  };

  // One panel at a time: of several requested, the last. An answer that comes too late becomes a message.
  const shown = () => Number($("#side [data-panel]")?.dataset.panel ?? chosen());
  let asked = null; // the newest request for a panel: {xhr, claim}
  let cutting = false;
  const attend = () => $("#side").setAttribute("aria-busy", String(cutting || asked !== null));
  const enter = (claim) => {
    const statement = claim === filling && $("#claim-statement");
    const held = document.activeElement;
    if (statement) statement.focus();
    else if (claim && (held === document.body || held.closest("#galley") || held.id === "main")) {
      $("#side").focus({ preventScroll: true });
    }
    filling = 0;
    keys.settled(COMING, Boolean(statement));
  };
  const COMING = "a claim to be filled in";
  const late = ({ xhr, claim, elt, panel }) =>
    !elt.isConnected || claim !== (asked?.claim ?? shown()) || (panel && asked?.xhr !== xhr);
  const tellLate = (xhr, claim) => {
    const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
    $("#messages").append(...$$("#messages .msg", answer));
    if (xhr.status > 299 && claim) {
      const said = document.createElement("div");
      said.className = "msg error";
      said.innerHTML = '<span></span><button type="button" data-dismiss aria-label="Dismiss">✕</button>';
      said.firstChild.textContent = `Your change to claim ${claim} was refused. Open the claim to see why.`;
      $("#messages").append(said);
    }
    if ((xhr.getResponseHeader("HX-Trigger") || "").includes("galley-changed")) refresh();
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!galley()) return;
    const { elt, xhr, target, requestConfig } = event.detail;
    if (!target.closest("#side") && !elt.closest("#side")) return;
    const panel = target.id === "side";
    const claim = claimAt(requestConfig.path) ?? shown();
    if (panel) {
      if (requestConfig.verb === "get" || !asked) asked = { xhr, claim };
      cutting = false;
      attend();
    }
    const sent = { xhr, claim, elt, panel: panel && requestConfig.verb === "get" };
    elt.addEventListener("htmx:beforeOnLoad", function answered(event) {
      if (event.detail.xhr !== xhr) return;
      elt.removeEventListener("htmx:beforeOnLoad", answered);
      const taken = xhr.status < 300 || xhr.status === 409 || xhr.status === 422;
      if (!taken || xhr.getResponseHeader("HX-Redirect") || !late(sent)) return;
      event.preventDefault();
      if (requestConfig.verb !== "get") tellLate(xhr, claim);
    });
  });
  // Runs before keys that waited for this panel are handled.
  const here = (event) => {
    const { xhr, successful, requestConfig } = event.detail;
    if (!galley() || !xhr || !requestConfig) return;
    const failed = event.type === "htmx:afterRequest" && (!successful || xhr.status === 204);
    const leaving = xhr.getResponseHeader("HX-Redirect");
    if (asked?.xhr === xhr && !leaving && (failed || event.type === "htmx:afterSettle")) {
      const { claim } = asked;
      asked = null;
      attend();
      if (failed) keys.failed(COMING);
      else enter(claim);
    }
    const made = (xhr.getResponseHeader("HX-Trigger-After-Swap") || "").includes("claim-made");
    if (event.type === "htmx:afterRequest" && brings(requestConfig.path, requestConfig.formData) && !made) {
      cutting = false;
      keys.failed(COMING);
    }
    attend();
  };
  document.addEventListener("htmx:afterRequest", here, true);
  document.addEventListener("htmx:afterSettle", here, true);
  // If a person stays with unsaved text, the panel of the new claim is not opened.
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.defaultPrevented || event.detail.target?.id !== "side") return;
    cutting = false;
    filling = 0;
    keys.failed(COMING);
    attend();
  });

  const choose = (claim) => {
    galley().dataset.chosen = claim || "";
    sync();
  };
  document.addEventListener("htmx:pushedIntoHistory", (event) => {
    if (!galley()) return;
    const claim = claimAt(event.detail.path);
    if (claim !== null) choose(claim);
  });

  // The server sends the whole galley. Only what differs is replaced: scroll position, focus and selection stay.
  const patch = (fragment, fresh) => {
    const put = [];
    const now = $(".lines", fragment);
    if (!now) return put;
    const standing = current()?.id;
    const seen = inSight(current());
    const heard = $(".head", galley()).dataset;
    const replace = (old, by) => {
      if (!old || !by || old.isEqualNode(by)) return;
      const held = old.contains(document.activeElement);
      old.replaceWith(by);
      put.push(by);
      if (held) ($(".no, [data-key]", by) || galley()).focus({ preventScroll: true });
    };
    for (const line of [...$$(".line", fragment), ...lines()]) line.removeAttribute("aria-current");
    paint(fragment);
    const old = $(".lines", galley());
    const drawn = new Map($$(".drafts", now).map((list) => [list.previousElementSibling.id, list]));
    replace($(".head", galley()), $(".head", fragment));
    if (old.dataset.version === now.dataset.version) {
      for (const line of $$(".line", now)) {
        const there = document.getElementById(line.id);
        $(".no", line).href = $(".no", there).getAttribute("href");
        if (fresh && !there.isEqualNode(line)) line.classList.add("fresh");
        replace(there, line);
        const stands = document.getElementById(line.id);
        const drafts = draftsOf(stands);
        const offered = drawn.get(line.id);
        if (drafts && offered) replace(drafts, offered);
        else if (drafts) drafts.remove();
        else if (offered) {
          stands.after(offered);
          put.push(offered);
        }
      }
      const reading = $(".reading", galley());
      const read = $(".reading", fragment);
      if (reading && read) replace(reading, read);
      else if (reading) reading.remove();
      else if (read) old.before(read);
    } else {
      replace(old, now);
    }
    replace($(".claimlist", galley()), $(".claimlist", fragment));
    replace($("#voids"), $("#voids", fragment));
    replace($("#done"), $("#done", fragment));
    tell($(".news", fragment));
    const line = document.getElementById(standing) || lines()[0];
    line?.setAttribute("aria-current", "true");
    sync();
    if (seen && (put.includes(line) || put.includes(draftsOf(line)))) bring(line);
    const said = $(".head", galley()).dataset;
    if (heard.sequence !== said.sequence || heard.drafted !== said.drafted) follow();
    return put;
  };
  // While no claim is open, the list beside the galley is updated with it, without an announcement.
  let following = 0;
  const typingBeside = () => {
    const held = document.activeElement;
    return held.closest("#side") && typing(held);
  };
  const listed = () => {
    const side = $("#side");
    return !chosen() && !asked && !cutting && side.checkVisibility() && $("[data-panel='0']", side) && !typingBeside();
  };
  const follow = () => {
    clearTimeout(following);
    following = setTimeout(async () => {
      const mine = following;
      if (!galley() || !listed()) return;
      let html = "";
      try {
        const answer = await fetch(address(0), { headers: { "HX-Request": "true" } });
        html = answer.ok && !answer.redirected ? await answer.text() : "";
      } catch {
        // No connection: the banner says so, and the next change asks again.
      }
      if (!html || mine !== following || !listed()) return;
      const pane = $(".pane", new DOMParser().parseFromString(html, "text/html"));
      if (pane) putList($("#side .pane"), pane);
    }, 50);
  };
  const putList = (old, fresh) => {
    const side = $("#side");
    const at = side.scrollTop;
    const held = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
    for (const details of $$("details[open][id]", old)) $(`#${details.id}`, fresh)?.setAttribute("open", "");
    if (old.isEqualNode(fresh)) return;
    old.replaceWith(fresh);
    side.scrollTop = at;
    if (!held) return;
    const same = $$("a[href]", fresh).find((link) => link.getAttribute("href") === held);
    (same || side).focus({ preventScroll: true });
  };
  const tell = (news) => {
    if (!news) return;
    $("#side .news")?.remove();
    ($("#side .foot") || $("#side .pane"))?.prepend(news);
  };
  document.addEventListener("animationend", (event) => event.target.classList.remove("fresh"));
  htmx.defineExtension("galley", {
    isInlineSwap: (style) => style.startsWith("galley"),
    handleSwap: (style, target, fragment) => style.startsWith("galley") && patch(fragment, style === "galley-live"),
  });
  const refresh = () => {
    const values = { part: "galley", claim: chosen() || "", line: current() ? number(current()) : "" };
    htmx.ajax("GET", address(0), { source: galley(), target: "#galley", swap: "galley", values });
  };
  document.addEventListener("galley-changed", () => galley() && refresh());
  // A claim to be filled in opens as soon as it is made.
  const brings = (path, values) => path === galley().dataset.newClaim || values.has("edit");
  document.addEventListener("claim-made", ({ detail: { number, made } }) => {
    filling = made ? number : 0;
    open(number, pressed, false); // unsaved text beside it is asked about first
  });
  document.addEventListener("claim-to-split", (event) => {
    choose(event.detail.number);
    htmx.ajax("GET", event.detail.address, { source: galley(), target: "#side", swap: "innerHTML" });
  });
  document.addEventListener("claim-unmade", () => {
    if (chosen() && !$$("a.seg").some((seg) => numbersOf(seg).includes(chosen()))) open(0);
  });

  const waiting = new Set();
  let pressed; // the event that sent the last of them
  // Forms of the line bar are sent one after the other, each as it was when it was submitted.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-galley]")) return;
    event.preventDefault();
    const path = event.submitter?.getAttribute("formaction") || form.getAttribute("action");
    const values = new FormData(form, event.submitter);
    if (form.id === "line-form") {
      const own = form.elements.own_reason;
      if (path === galley().dataset.newMark && !own.value && !form.elements.reason?.value) {
        own.hidden = false;
        own.focus();
        return;
      }
      values.set("pieces", window.bench.words.sent());
    }
    // A double click sends the same request once.
    const same = JSON.stringify([path, ...values]);
    if (waiting.has(same)) return;
    waiting.add(same);
    pressed = event;
    if (brings(path, values)) {
      cutting = true;
      keys.expect(COMING);
      attend();
    }
    const sent = htmx.ajax("POST", path, { source: galley(), target: "#galley", swap: "galley", values });
    const answered = () => waiting.delete(same);
    sent.then(answered, answered);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (requestConfig.verb === "post" && requestConfig.elt === galley() && xhr.status < 300) {
      window.bench.words.clear();
      const own = $("#own-reason");
      if (own && requestConfig.path === galley().dataset.newMark) own.value = "";
    }
  });

  document.addEventListener("click", (event) => {
    if (!galley() || event.defaultPrevented || event.button) return;
    const link = event.target.closest("a[href]");
    const line = event.target.closest("#galley .line");
    const selecting = line && !getSelection().isCollapsed && event.detail > 0;
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (selecting && link) event.preventDefault();
    if (selecting || (modified && link)) return;
    if (link?.matches("[data-step]")) {
      event.preventDefault();
      step(link.dataset.step);
    } else if (link?.matches("#galley .no")) {
      event.preventDefault();
      stand(line);
    } else if (link?.matches("#galley a.seg")) {
      event.preventDefault();
      stand(line, false);
      open(nextOf(numbersOf(link)), event);
    } else if (link?.matches("[data-claim]")) {
      event.preventDefault();
      open(Number(link.dataset.claim), event);
    } else if (link?.closest("#side") && link.origin === location.origin && !link.search && !link.hash) {
      const claim = claimAt(link.href);
      if (claim === null || link.target || link.matches("[hx-get]")) return;
      event.preventDefault();
      open(claim, event);
    } else if (line && !link) {
      stand(line, false);
    }
  });

  const openOnLine = (event) => {
    const line = current();
    const numbers = line ? [...new Set($$("a.seg", line).flatMap(numbersOf))] : [];
    if (numbers.length) open(nextOf(numbers), event);
  };
  const openBeside = (by, event) => {
    const all = [...new Set($$("#galley a.seg").flatMap(numbersOf))];
    if (!all.length) return;
    let at = all.indexOf(chosen());
    if (at < 0) {
      const rest = lines().slice(lines().indexOf(current()));
      const after = rest.flatMap((line) => $$("a.seg", line).flatMap(numbersOf))[0];
      at = (after ? all.indexOf(after) : all.length) - (by > 0 ? 1 : 0);
    }
    const claim = all[(at + by + all.length) % all.length];
    stand(
      $$("#galley a.seg")
        .find((seg) => numbersOf(seg).includes(claim))
        .closest(".line"),
      false,
    );
    open(claim, event);
  };
  // A key that decides on a suggestion says so where there is none.
  const sayNone = () => {
    const done = $("#done");
    if (!done || !current() || draftsOf(current())) return false;
    done.textContent = `Line ${number(current())} has no suggestion.`;
    return true;
  };
  document.addEventListener("keydown", (event) => {
    const meant = galley() && keys.read(event);
    if (!meant?.plain) return;
    const { target } = event;
    if (typing(target)) {
      // Leave the panel's fields and return to the line, where the letter keys work again.
      if (event.key === "Escape" && target.closest("#side") && !onPhone()) $(".no", current())?.focus();
      return;
    }
    const inText = target === document.body || target.matches("#galley, #main");
    const free = inText || Boolean(target.closest("#galley .lines, #galley .head"));
    const letters = !keys.off();
    const does = {
      j: () => letters && event.repeat && step(1),
      k: () => letters && event.repeat && step(-1),
      a: () => letters && sayNone(),
      "shift+a": () => letters && sayNone(),
      "shift+e": () => letters && sayNone(),
      "shift+s": () => letters && sayNone(),
      n: () => letters && openBeside(1, event),
      p: () => letters && openBeside(-1, event),
      arrowdown: () => free && step(1),
      arrowup: () => free && step(-1),
      enter: () => (free || target.id === "side") && !target.closest("a.seg, summary, .head a") && openOnLine(event),
      escape: () => {
        if (!onPhone() || !$("#side").classList.contains("is-open")) return false;
        $("#side").classList.remove("is-open");
        return current() && $(".no", current()).focus();
      },
    }[meant.key];
    if (does && does() !== false) event.preventDefault();
  });

  window.bench = { $, $$, galley, lines, current, stand, sync, open, address, onPhone };
  document.addEventListener("DOMContentLoaded", () => {
    if (!galley()) return;
    sync();
    // A person who follows a link to a claim or a line looks for its words first.
    if (!chosen() && !new URLSearchParams(location.search).has("line")) return;
    current()?.scrollIntoView({ block: "center" });
    if (current()) bring(current());
  });
})();
