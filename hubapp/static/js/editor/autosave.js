// Saves the form of the screen a second after the last change, one save at a time. Whatever else is
// pressed (Publish, Undo, a link) waits until what is typed is saved, or is not done.

import { offerPublish, offerSteps, say, sayAllSaved, words } from "./bar.js";
import { pageAfter, put } from "./lists.js";
import { answered, begin, choose, watch } from "./merging.js";
import { fit } from "./pictures.js";
import { bodyOf, hasFiles, isLoggedOut, linkOf, post, renew } from "./posting.js";

const form = document.querySelector("form[data-autosave]");
const preview = document.getElementById("preview");
let dirty = form?.hasAttribute("data-unsaved");
let running = null;
// passing: all is saved, so what comes next may leave the page; going: something has.
let [passing, going] = [false, false];
let timer;

async function saveOnce(files) {
  dirty = false;
  say(words.saving);
  try {
    const told = await post(form, bodyOf(form, files), words);
    answered(true);
    form.elements._revision.value = told.revision;
    offerSteps(told);
    if (!dirty) sayAllSaved(told);
    preview?.contentWindow?.location.reload();
    return true;
  } catch (refusal) {
    dirty = true;
    const away = refusal instanceof TypeError || refusal instanceof SyntaxError;
    if (!away) answered(false);
    choose(form, refusal.theirs ?? {}, words);
    say(away ? words.away : refusal.message, true);
    if (away) timer = setTimeout(again, 5_000);
    return false;
  }
}

// A list button: saved with what is typed, and the page stays.
async function listed(submitter) {
  await running;
  if (running) return;
  clearTimeout(timer);
  dirty = false;
  say(words.saving);
  running = pageAfter(form, submitter).then(
    (answer) => {
      say(...put(form, answer, submitter, words, dirty || submitter.value === "picture"));
      begin(form);
      dirty ||= form.hasAttribute("data-unsaved");
      offerPublish();
      preview?.contentWindow?.location.reload();
    },
    () => { dirty = true; say(words.away, true); },
  ).finally(() => { running = null; });
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
  while (running || dirty || hasFiles(form)) {
    const files = !running && hasFiles(form);
    if (!(await (running ?? save(files)))) return false;
    // A picture goes once; whoever waits for this is about to leave the page.
    if (files) return !dirty || flush();
  }
  return true;
}

// A picture goes out at once, and comes back as it is kept.
async function chosen(input) {
  const refusal = await fit(input, words);
  if (refusal) say(refusal, true);
  else if (input.files.length) listed({ name: "_action", value: "picture", form });
}

function typed({ target }) {
  offerPublish();
  passing = false;
  if (target.type === "file") return chosen(target);
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
  const isList = own && submitter?.name === "_action";
  if (isList) event.preventDefault();
  if (isList) return listed(submitter);
  if (!(own ? running : running || dirty || hasFiles(form))) {
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
  const link = linkOf(event);
  if (!link || !(running || dirty || hasFiles(form))) return;
  event.preventDefault(); // Not saved: the browser asks whether to leave nevertheless.
  if (await flush()) passing = true;
  location.assign(link.href);
}

function left() {
  if (!dirty || passing) return;
  dirty = false;
  fetch(form.action || location.href, { method: "POST", body: bodyOf(form, false), keepalive: true }).catch(() => {});
}

if (form) {
  watch(form);
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
