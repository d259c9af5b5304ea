// Saves the form of the screen a second after the last change, one save at a time. Whatever else is
// pressed (Publish, Undo, a link) waits until what is typed is saved, or is not done.
import "./dropping.js";
import "./keys.js";
import { offerPublish, offerSteps, say, sayAllSaved, showPreview, words } from "./bar.js";
import { pageAfter, put } from "./lists.js";
import { answered, begin, choose, mark, watch } from "./merging.js";
import { again as sendPictures, uploading } from "./pictures.js";
import { bodyOf, isLoggedOut, linkOf, post, renew } from "./posting.js";

const form = document.querySelector("form[data-autosave]");
let [dirty, running, timer] = [form?.hasAttribute("data-unsaved"), null];
// passing: all is saved, so what comes next may leave the page; going: something has.
let [passing, going] = [false, false];
export const isDirty = () => dirty;

function missed(why = "") {
  dirty = true;
  say(why || words.away, true);
  if (!why) timer = setTimeout(again, 5_000);
  return false;
}

async function saveOnce() {
  dirty = false;
  say(words.saving);
  try {
    const told = await post(form, bodyOf(form), words);
    answered({});
    mark(form, told);
    offerSteps(told);
    if (!dirty && !uploading()) sayAllSaved(told);
    showPreview();
    return true;
  } catch (refusal) {
    choose(form, refusal.theirs ?? {}, words);
    if (refusal instanceof TypeError || refusal instanceof SyntaxError) return missed();
    if (refusal.again) return typed(), false;
    answered(refusal.left);
    mark(form, refusal);
    return missed(refusal.message);
  }
}

// A list button: saved with what is typed, and the page stays. missed: it did not get through.
async function listed(submitter, undone) {
  // Whoever else waited may go first.
  while (running) await running;
  clearTimeout(timer);
  dirty = false;
  say(words.saving);
  running = pageAfter(form, submitter).then(
    (answer) => {
      say(...put(form, answer, submitter, words, dirty));
      begin(form);
      dirty ||= form.hasAttribute("data-unsaved");
    },
    () => { undone?.(); missed(); },
  ).finally(() => { running = null; });
}

async function again() {
  if (isLoggedOut()) await renew().catch(() => {});
  if (!running && dirty) await save();
  sendPictures(form);
}

function save() {
  clearTimeout(timer);
  running ??= saveOnce().finally(() => { running = null; });
  return running;
}

async function flush() {
  while (running || dirty || uploading()) {
    // A picture first: the card is saved with it.
    if ((await (running ?? uploading() ?? save())) === false) return false;
  }
  return true;
}

function typed() {
  offerPublish();
  passing = false;
  if (!dirty) say(words.saving); // "Saved" is only what stands in the boxes.
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(async () => { if (running) await running; again(); }, 900);
}

async function submitted(event) {
  if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return; // That opens beside it.
  // A second button must not overtake the first one's answer.
  if (going) return event.preventDefault();
  if (passing) return going = true;
  const { target, submitter } = event;
  const own = target === form;
  if (own && submitter?.name === "_action") {
    event.preventDefault();
    return listed(submitter);
  }
  if (!(own ? running : running || dirty || uploading())) {
    clearTimeout(timer);
    if (own) dirty = false;
    return going = true;
  }
  event.preventDefault();
  // Each list button that was pressed before, too: one waits for the other.
  if (own) while (running) await running;
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
  if (!link || !(going || running || dirty || uploading())) return;
  event.preventDefault(); // A button was first, or it is not saved: then the browser asks; Publish stays.
  if (!going && (await flush())) passing = true;
  else if (going || "flush" in link.dataset) return;
  location.assign(link.href);
}

function left() {
  if (!dirty || passing) return;
  dirty = false;
  fetch(form.action || location.href, { method: "POST", body: bodyOf(form), keepalive: true }).catch(() => {});
}

if (form) {
  watch(form);
  form.addEventListener("input", typed);
  const choosing = () => form.querySelector(".theirs"); // Its buttons must not move.
  form.addEventListener("change", () => { if (dirty && !running && !choosing()) save(); }); // A control, a step.
  form.addEventListener("hubapp:list", ({ detail }) => listed({ name: "_action", form, ...detail }, detail.missed));
  addEventListener("submit", submitted);
  addEventListener("click", followed);
  addEventListener("pagehide", left);
  addEventListener("pageshow", () => { going = false; }); // Back from where a button led.
  for (const back of ["online", "focus"]) addEventListener(back, again);
  addEventListener("beforeunload", (event) => {
    if (!passing && (dirty || running || uploading())) event.preventDefault();
  });
  // Others of this screen ask for it before they reload the page: detail is a list of promises.
  addEventListener("hubapp:flush", ({ detail }) => detail.push(flush().then((done) => { passing ||= done; })));
}
