"""What Playwright does not offer: mouse and keyboard actions in the galley, and answers that are late or lost."""

from playwright.sync_api import expect


def drag(page, words, ctrl=False):
    """Select ``words`` with the mouse, from the near edge of the first letter to the far edge of the last."""
    box = page.evaluate(
        """(words) => {
          for (const txt of document.querySelectorAll("#galley .txt")) {
            const at = txt.textContent.indexOf(words);
            if (at < 0) continue;
            txt.scrollIntoView({block: "center"});
            const point = (want, after) => {
              const walker = document.createTreeWalker(txt, NodeFilter.SHOW_TEXT);
              let seen = 0;
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                if (want < seen + node.data.length || (after && want === seen + node.data.length)) {
                  const range = document.createRange();
                  range.setStart(node, after ? want - seen - 1 : want - seen);
                  range.setEnd(node, after ? want - seen : want - seen + 1);
                  const box = range.getBoundingClientRect();
                  const rtl = getComputedStyle(txt).direction === "rtl";
                  return [after === rtl ? box.left + 1 : box.right - 1, box.top + box.height / 2];
                }
                seen += node.data.length;
              }
            };
            return {first: point(at, false), last: point(at + words.length, true)};
          }
        }""",
        words,
    )
    if ctrl:
        page.keyboard.down("Control")
    page.mouse.move(*box["first"])
    page.mouse.down()
    page.mouse.move(*box["last"], steps=6)
    page.mouse.up()
    if ctrl:
        page.keyboard.up("Control")


def back_to_the_galley(page):
    """Leave the statement, which has the focus after a claim was made, and return to the current line."""
    expect(page.locator("#claim-statement")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".line[aria-current] .no")).to_be_focused()


def walk_to(page, words):
    """Move down or up the galley, key by key, to the line that contains ``words``."""
    goal = page.locator("#galley .line", has_text=words).first
    here, there = (
        int(one.get_attribute("id").removeprefix("line-")) for one in (page.locator(".line[aria-current]"), goal)
    )
    page.locator("#main").focus()
    for _ in range(abs(there - here)):
        page.keyboard.press("j" if there > here else "k")
    expect(goal).to_have_attribute("aria-current", "true")


def intercept(page, address, handle, **more):
    """Give requests to ``address`` to ``handle``, as ``page.route`` does, from the next request on.

    Chromium begins to intercept a moment after ``page.route`` returns; a busy page sends its next request before that,
    and the server answers it. So this asks for an address of its own until that is intercepted.
    """
    page.route(address, handle, **more)
    page.route("**/intercepted/", lambda route: route.fulfill())
    while not page.evaluate("fetch('/intercepted/').then((answer) => answer.ok)"):
        pass


def later(page, address):
    """Requests to ``address`` wait until what this gives is called: a slow answer, at the test's pace."""
    waiting = []
    intercept(page, address, lambda route: waiting.append(route))

    def go():
        while not waiting:
            page.wait_for_timeout(20)
        waiting.pop(0).continue_()

    return go
