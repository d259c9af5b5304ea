// A press on something in the preview opens the control that holds its words; on a card, its screen.

const frame = document.getElementById("preview");
const form = document.querySelector("form[data-autosave]");
const plain = (text) => (text ?? "").trim().replace(/\s+/g, " ");
const worded = "input:not([type=hidden], [type=file], [type=radio], [type=checkbox]), textarea";

// The longest that is in what was pressed: a letter before a choice, or a price behind it, does no harm.
const byLength = (one, other) => plain(other.value).length - plain(one.value).length;

function controlOf(words) {
  const boxes = [...form.querySelectorAll(worded)].filter((each) => plain(each.value));
  return boxes.find((each) => plain(each.value) === words)
    ?? boxes.filter((each) => words.includes(plain(each.value))).sort(byLength)[0];
}

function open(control) {
  for (let at = control.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  document.getElementById("beside").classList.remove("is-open");
  control.scrollIntoView({ block: "center", behavior: "instant" });
  control.focus({ preventScroll: true });
}

function pressed(event) {
  const near = event.target.closest("legend, label, button, h1, h2, h3, p, a, li, text, span");
  const tile = event.target.closest("a.tile, .tile a, .tile");
  const words = plain(tile ? tile.querySelector("h2, h3, strong")?.textContent ?? tile.textContent : near?.textContent);
  if (!words) return;
  const control = controlOf(words);
  const row = [...document.querySelectorAll("#cards .row-link > span:last-child")].find((each) => (
    plain(each.firstChild?.textContent) === words));
  if (control) {
    event.preventDefault();
    event.stopPropagation();
    open(control);
  } else if (row && tile) {
    event.preventDefault();
    row.closest("a").click();
  }
}

function listen() {
  frame.contentDocument?.addEventListener("click", pressed, true);
}

if (frame && form) {
  frame.addEventListener("load", listen);
  listen();
}
