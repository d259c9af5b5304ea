// Where pictures come from: a dialog, a drop anywhere on an item, the clipboard. The button that takes
// one away again.

import { show, take } from "./pictures.js";

const form = document.querySelector("form[data-pictures]");
const isPicture = ({ type, name }) => type.startsWith("image/") || /\.(hei[cf]|avif)$/i.test(name);

// The box that is meant by a place on the screen: its own, that of its item, the first of the form.
function boxNear(node) {
  const item = node.closest?.("[data-picture]") ?? node.closest?.("[data-item]")?.querySelector("[data-picture]");
  return item ?? form.querySelector("[data-picture]");
}

function prepare() {
  form.classList.add("takes-pictures");
  for (const each of form.querySelectorAll("[data-picture] input[type=file]")) each.multiple = true;
}

function chosen(event) {
  const { target } = event;
  const box = target.closest("[data-picture]");
  if (!box) return;
  if (target.type === "file") {
    const files = [...target.files];
    target.value = "";
    if (files.length) take(form, box, files);
  } else if (target.name.endsWith("_remove")) {
    target.checked = false;
    show(box, "", "");
    box.querySelector("input[type=file]").focus();
  } else return;
  event.stopPropagation();
}

function brought(event, data) {
  const files = [...(data?.files ?? [])].filter(isPicture);
  const box = files.length && boxNear(event.target);
  if (!box) return;
  event.preventDefault();
  take(form, box, files);
}

function over(event) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  for (const each of form.querySelectorAll(".is-over")) each.classList.remove("is-over");
  boxNear(event.target)?.classList.add("is-over");
}

function gone() {
  for (const each of form.querySelectorAll(".is-over")) each.classList.remove("is-over");
}

if (form) {
  prepare();
  form.addEventListener("hubapp:fresh", prepare);
  // Before autosave.js, which listens to the form.
  form.addEventListener("input", (event) => { if (event.target.type === "file") event.stopPropagation(); }, true);
  form.addEventListener("change", chosen, true);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", gone);
  form.addEventListener("drop", (event) => { gone(); brought(event, event.dataTransfer); });
  form.addEventListener("paste", (event) => brought(event, event.clipboardData));
}
