// Saves the form of the screen a second after the last change, one save at a time. Whatever else is
// pressed (Publish, Undo, a link) waits until what is typed is saved, or is not done.

import { offerPublish, offerSteps, say, sayAllSaved, showPreview, words } from "./bar.js";
import { pageAfter, pictureOf, put } from "./lists.js";
import { answered, begin, choose, mark, watch } from "./merging.js";
import { fit } from "./pictures.js";
import { bodyOf, hasFiles, isLoggedOut, linkOf, post, renew } from "./posting.js";

const form = document.querySelector("form[data-autosave]");
let [dirty, running, timer] = [form?.hasAttribute("data-unsaved"), null];
// passing: all is saved, so what comes next may leave the page; going: something has.
let [passing, going] = [false, false];

function missed(why = "") {
  dirty = true;
  say(why || words.away, true);
  if (!why) timer = setTimeout(again, 5_000);
  return false;
}

async function saveOnce(files) {
  dirty = false;
  say(words.saving);
  try {
    const told = await post(form, bodyOf(form, files), words);
    answered({});
    mark(form, told);
    offerSteps(told);
    if (!dirty && !hasFiles(form)) sayAllSaved(told);
    showPreview();
    return true;
  } catch (refusal) {
    choose(form, refusal.theirs ?? {}, words);
    if (refusal instanceof TypeError || refusal instanceof SyntaxError) return missed();
    answered(refusal.left);
    mark(form, refusal);
    return missed(refusal.message);
  }
}

// A list button: saved with what is typed, and the page stays.
async function listed(submitter) {
  // Whoever else waited may go first.
  while (running) await running;
  if (submitter.value === "picture" && !hasFiles(form)) return; // It went along with that.
  clearTimeout(timer);
  dirty = false;
  say(words.saving);
  running = pageAfter(form, submitter).then(
    (answer) => {
      say(...put(form, answer, submitter, words, dirty || submitter.value === "picture"));
      begin(form);
      dirty ||= form.hasAttribute("data-unsaved");
    },
    () => missed(),
  ).finally(() => { running = null; });
}

async function again() {
  if (isLoggedOut()) await renew().catch(() => {});
  if (running || (dirty && !(await save()))) return;
  if (hasFiles(form)) listed(pictureOf(form));
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

async function chosen(input) {
  const refusal = await fit(input, words);
  if (refusal) return say(refusal, true);
  if (input.files.length) listed(pictureOf(form));
}

function typed({ target }) {
  offerPublish();
  passing = false;
  if (target.type === "file") return chosen(target);
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(async () => { if (running) await running; again(); }, 900);
}

async function submitted(event) {
  if (event.defaultPrevented) return;
  // A second button must not overtake the first one's answer.
  if (going) return event.preventDefault();
  if (passing) return going = true;
  const { target, submitter } = event;
  const own = target === form;
  if (own && submitter?.name === "_action") {
    event.preventDefault();
    return listed(submitter);
  }
  if (!(own ? running : running || dirty || hasFiles(form))) {
    clearTimeout(timer);
    if (own) dirty = false;
    return going = true;
  }
  event.preventDefault();
  if (own) await running;
  else if (!(await flush())) return;
  // The browser shows what is missing and stays here.
  if (!target.noValidate && !submitter?.formNoValidate && !target.reportValidity()) return;
  clearTimeout(timer);
  [dirty, passing] = [false, true];
  // A button that was replaced meanwhile has its like in the form.
  target.requestSubmit(submitter?.form === target ? submitter : null);
}

async function followed(event) {
  const link = linkOf(event);
  if (!link || !(going || running || dirty || hasFiles(form))) return;
  event.preventDefault(); // A button was first, or it is not saved: then the browser asks; Publish stays.
  if (!going && (await flush())) passing = true;
  else if (going || "flush" in link.dataset) return;
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
  addEventListener("pageshow", () => { going = false; }); // Back from where a button led.
  for (const back of ["online", "focus"]) addEventListener(back, again);
  addEventListener("beforeunload", (event) => { if (!passing && (dirty || running)) event.preventDefault(); });
  // Others of this screen ask for it before they reload the page: detail is a list of promises.
  addEventListener("hubapp:flush", ({ detail }) => detail.push(flush().then((done) => { passing ||= done; })));
}
