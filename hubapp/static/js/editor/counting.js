// How much room is left in a box, from four fifths of it on. Nothing is cut: what is pasted stays whole,
// and is refused in words when it is saved.

import { words } from "./bar.js";

const form = document.querySelector("form[data-limits]");
const SHOWN_FROM = 0.8;
const limits = form
  ? Object.entries(JSON.parse(form.dataset.limits)).map(([name, most]) => [name.split("."), most])
  : [];

function limitOf(name) {
  const parts = name.split(".");
  const fits = ([pattern]) =>
    pattern.length === parts.length && pattern.every((each, at) => each === "*" || each === parts[at]);
  return limits.find(fits)?.[1];
}

function counterOf(box) {
  const found = document.getElementById(`${box.name}-count`);
  if (found) return found;
  const made = document.createElement("p");
  Object.assign(made, { className: "form-hint count", id: `${box.name}-count` });
  (box.closest(".choice-row") ?? box).after(made);
  const ids = (box.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  box.setAttribute("aria-describedby", [...ids, made.id].join(" "));
  return made;
}

function count({ target }) {
  const most = target.type !== "file" && target.name ? limitOf(target.name) : undefined;
  if (most === undefined) return;
  // As the server counts: characters, not halves of them.
  const length = [...target.value.trim()].length;
  if (length < SHOWN_FROM * most) {
    document.getElementById(`${target.name}-count`)?.replaceChildren();
    return;
  }
  const sentence = length > most ? words.beyond : words.count;
  const shown = counterOf(target);
  shown.classList.toggle("text-danger", length > most);
  shown.textContent = sentence.replace("{count}", length).replace("{most}", most).replace("{over}", length - most);
}

form?.addEventListener("input", count);
