// Saves the form of the screen a second after the last change, one save at a time. Whatever else is
// pressed (Publish, Undo, a link) waits until what is typed is saved, or is not done. What it says
// stands in the data of #saved.

import { isLoggedOut, post, renew } from "./posting.js";

const form = document.querySelector("form[data-autosave]");
const saved = document.getElementById("saved");
const preview = document.getElementById("preview");
let dirty = form?.hasAttribute("data-unsaved");
let running = null;
// All is saved, so what comes next may leave the page; and something has left it.
let passing = false;
let going = false;
let timer;
const AGAIN_AFTER = 5_000;

function say(sentence, bad = false) {
  saved.textContent = sentence;
  saved.classList.toggle("is-bad", bad);
}

function hasFiles() {
  return [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
}

function body(files) {
  const data = new FormData(form);
  if (!files) for (const name of [...data.keys()]) if (name.endsWith("_file")) data.delete(name);
  data.set("_autosave", "1");
  return data;
}

async function saveOnce(files) {
  dirty = false;
  say(saved.dataset.saving);
  try {
    const told = await post(form, body(files), saved.dataset);
    form.elements._revision.value = told.revision;
    if (!dirty) say(told.saved);
    preview?.contentWindow?.location.reload();
    return true;
  } catch (refusal) {
    dirty = true;
    const away = refusal instanceof TypeError || refusal instanceof SyntaxError;
    say(away ? saved.dataset.away : refusal.message, true);
    if (away) timer = setTimeout(again, AGAIN_AFTER);
    return false;
  }
}

async function again() {
  if (isLoggedOut()) await renew().catch(() => {});
  if (dirty && !running) save();
}

function save(files = false) {
  clearTimeout(timer);
  running ??= saveOnce(files).finally(() => { running = null; });
  return running;
}

async function flush() {
  while (running || dirty || hasFiles()) {
    const files = !running && hasFiles();
    if (!(await (running ?? save(files)))) return false;
    // A picture goes once; whoever waits for this is about to leave the page.
    if (files) return !dirty || flush();
  }
  return true;
}

function offerPublish() {
  document.getElementById("publish").hidden = false;
  document.getElementById("published")?.remove();
}

function typed({ target }) {
  offerPublish();
  passing = false;
  if (target.type === "file") return;
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(async () => { if (running) await running; if (dirty) save(); }, 900);
}

async function submitted(event) {
  if (event.defaultPrevented) return;
  // A second button must not overtake the first one's answer.
  if (going) return event.preventDefault();
  if (passing) { going = true; return; }
  const { target, submitter } = event;
  const own = target === form;
  if (!(own ? running : running || dirty || hasFiles())) {
    clearTimeout(timer);
    if (own) dirty = false;
    going = true;
    return;
  }
  event.preventDefault();
  if (own) await running;
  else if (!(await flush())) return;
  // The browser shows what is missing and stays here.
  if (!target.noValidate && !submitter?.formNoValidate && !target.reportValidity()) return;
  clearTimeout(timer);
  dirty = false;
  passing = true;
  target.requestSubmit(submitter);
}

async function followed(event) {
  const link = event.target.closest?.("a[href]");
  const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);
  if (!link || !plain || link.target || link.getAttribute("href").startsWith("#")) return;
  if (!(running || dirty || hasFiles())) return;
  event.preventDefault();
  // Not saved: the browser asks whether to leave nevertheless.
  if (await flush()) passing = true;
  location.assign(link.href);
}

function left() {
  if (!dirty || passing) return;
  dirty = false;
  fetch(form.action || location.href, { method: "POST", body: body(false), keepalive: true }).catch(() => {});
}

if (form) {
  form.addEventListener("input", typed);
  addEventListener("submit", submitted);
  addEventListener("click", followed);
  addEventListener("pagehide", left);
  // The line is back; or somebody has logged in again in another tab.
  for (const back of ["online", "focus"]) addEventListener(back, again);
  // Back, out of the browser's memory: the revision of then is not the one of now.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("beforeunload", (event) => { if (!passing && (dirty || running)) event.preventDefault(); });
  // Others of this screen ask for it before they reload the page: detail is a list of promises.
  addEventListener("hubapp:flush", ({ detail }) => detail.push(flush().then((done) => { passing ||= done; })));
}
