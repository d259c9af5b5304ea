// Undo, Redo and moving a card load the page anew; whoever pressed goes on where they were.
const KEPT = "hubapp:place";
const isOwn = (form) => form.elements.at?.value === location.pathname;

function buttonsOf(action) {
  const where = CSS.escape(action ?? "");
  return document.querySelectorAll(`form[action="${where}"] button, button[formaction="${where}"]`);
}

function keep({ target, submitter, defaultPrevented }) {
  if (defaultPrevented || !isOwn(target)) return;
  const action = submitter?.getAttribute("formaction") ?? target.getAttribute("action");
  const button = [...buttonsOf(action)].indexOf(submitter);
  sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, top: scrollY, action, button }));
}

function goBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (kept?.path !== location.pathname) return;
  scrollTo({ top: kept.top, behavior: "instant" });
  const buttons = buttonsOf(kept.action);
  const next = buttons[kept.button]?.disabled ? [...buttons].find((each) => !each.disabled) : buttons[kept.button];
  next?.focus({ preventScroll: true });
}

addEventListener("submit", keep);
goBack();

// Back, out of the browser's memory: the revision of then is not the one of now.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
