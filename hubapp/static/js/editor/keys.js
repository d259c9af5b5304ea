// The keys that people know: undo, redo, save now, one more. While something typed is not saved yet, undo
// is the box's own; formatted text has one of its own always.

import { isDirty } from "./autosave.js";

const form = document.querySelector("form[data-autosave]");
const at = (id) => document.getElementById(id);

function step(event, id) {
  if (isDirty() || event.target.closest?.("trix-editor, trix-toolbar, dialog")) return;
  event.preventDefault();
  if (!at(id).disabled) at(id).click();
}

function oneMore(event) {
  const item = event.target.closest?.("[data-item]");
  const list = item?.id.slice(0, item.id.lastIndexOf("."));
  const button = list && form.querySelector(`button[value="add:${CSS.escape(list)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function pressed(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "z") step(event, event.shiftKey ? "redo" : "undo");
  else if (key === "y" && event.ctrlKey) step(event, "redo");
  else if (key === "s") {
    event.preventDefault();
    dispatchEvent(new CustomEvent("hubapp:flush", { detail: [] }));
  } else if (key === "enter") oneMore(event);
}

if (form) addEventListener("keydown", pressed);
