// A list button (add, move, remove) without leaving the page: what comes back takes the place of what
// stood there, and whoever pressed it goes on where they were. Without a script it is a plain button.

import { offerPublish, offerSteps, showPreview } from "./bar.js";
import { show } from "./pictures.js";
import { letGo } from "./pressing.js";

const FIRST = "input:not([type=hidden], [type=file], [type=radio], [type=checkbox]), textarea, select";
const at = (id) => document.getElementById(id);
const pickers = (form) => [...form.querySelectorAll("input[type=file]")];
const bare = (data) => new Map([...data].filter(([, value]) => typeof value === "string"));

function idsOf(list) {
  return document.getElementsByName(`${list}.order`)[0]?.value.split(" ").filter(Boolean) ?? [];
}

// Verb, list and item of a button: "up:questions.k7.choices.m2", "add:questions"; the bare "add" of a
// form with one list.
function aimOf({ value, form }) {
  const [verb, path = ""] = value.split(":");
  const only = () => form.querySelector("[name$='.order']").name.replace(/\.order$/, "");
  // Fields are added by their kind, to the only list that there is.
  if (verb === "add") return { verb, list: form.elements[`${path}.order`] ? path : only() };
  return { verb, list: path.slice(0, path.lastIndexOf(".")), item: path.slice(path.lastIndexOf(".") + 1) };
}

// The page that the server answers with. Throws a TypeError when there is none of ours.
export async function pageAfter(form, submitter) {
  const body = new FormData(form);
  body.set(submitter.name, submitter.value);
  // A key goes with Save alone; here it stays in its box.
  for (const each of form.querySelectorAll("[data-by-hand] [type=password]")) body.delete(each.name);
  const sent = bare(body);
  const answer = await fetch(form.action || location.href, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const here = new URL(answer.url).pathname === location.pathname;
  if (!here || !page.querySelector("form[data-autosave]")) throw new TypeError(answer.statusText);
  await letGo();
  return { page, sent };
}

// What was typed while it was on its way stands in the new form as well.
function keepTyped(form, sent, typed, shown) {
  for (const [name, value] of typed) {
    const control = form.elements[name];
    if (value === sent.get(name) || !control) continue;
    // Of what is unseen only a picture changes meanwhile: it went up.
    if (control.type === "hidden") {
      const box = control.closest("[data-picture]");
      if (box) show(box, value, shown.get(name));
      continue;
    }
    if (control.type === "checkbox") control.checked = true;
    else control.value = value;
  }
  for (const name of sent.keys()) {
    if (!typed.has(name) && form.elements[name]?.type === "checkbox") form.elements[name].checked = false;
  }
}

// A dialog that is open hands its file to the very input that opened it, so these stay.
function keepPickers(form, kept) {
  for (const each of kept) {
    const twin = form.elements[each.name];
    for (const { name, value } of twin?.attributes ?? []) each.setAttribute(name, value);
    twin?.replaceWith(each);
  }
}

function swapIn(form, { page, sent }) {
  const typed = bare(new FormData(form));
  const kept = pickers(form);
  const thumbs = [...form.querySelectorAll("[data-picture] img")];
  const shown = new Map(thumbs.map((each) => [each.closest("[data-picture]").querySelector("input").name, each.src]));
  const fresh = page.querySelector("form[data-autosave]");
  const [editing, newEditing] = [form.closest(".editing"), fresh.closest(".editing")];
  form.toggleAttribute("data-unsaved", fresh.hasAttribute("data-unsaved"));
  form.replaceChildren(...fresh.childNodes);
  // The form itself stays: who listens to it goes on listening.
  fresh.replaceWith(form);
  editing.replaceChildren(...newEditing.childNodes);
  keepTyped(form, sent, typed, shown);
  keepPickers(form, kept);
  form.dispatchEvent(new CustomEvent("hubapp:fresh"));
  const title = (id) => page.getElementById(id).title;
  offerSteps({ undo: title("undo"), redo: title("redo") });
  offerPublish();
  showPreview();
}

// Where to go on: what is new; the button that moved; the next one of what was removed.
function nextOf({ verb, list, item }, index, pressed) {
  if (verb === "add") return at(`${list}.${idsOf(list).at(-1)}`)?.querySelector(FIRST);
  if (verb === "paste") return at(`${list}.${item}`)?.querySelector(FIRST);
  const stays = verb === "remove" ? idsOf(list)[index] ?? idsOf(list).at(-1) : item;
  const row = stays && at(`${list}.${stays}`);
  const buttons = row ? [...row.querySelectorAll("button[name=_action]")] : [];
  const own = (each) => each.value.endsWith(`${list}.${stays}`) && !each.disabled;
  return buttons.find((each) => each.value === pressed && own(each))
    ?? buttons.find((each) => each.value.startsWith(`${verb}:`) && own(each))
    ?? buttons.find(own)
    ?? document.querySelector(`button[value="${CSS.escape(pressed)}"]`)
    ?? (verb === "accept" ? document.querySelector("button[value^='accept:']") : null)
    ?? document.querySelector(`button[value="add:${list}"], button[value=add]`);
}

function said({ verb, list, item }, words) {
  const ids = idsOf(list);
  const place = verb === "add" ? ids.length : ids.indexOf(item) + 1;
  const sentence = { add: words.added, paste: words.added, remove: words.removed, up: words.moved, down: words.moved,
    order: words.moved }[verb] ?? "";
  return sentence.replace("{place}", place).replace("{count}", ids.length);
}

// Puts the page that came back in place. Returns the sentence to say, and whether it is a bad one: what
// was refused stands on the screen as well. stay: somebody has gone on typing, so the focus is theirs.
export function put(form, answer, submitter, words, stay) {
  // The button may be gone from the form by now: another answer has put a new one in its place.
  const aim = aimOf({ value: submitter.value, form });
  const index = idsOf(aim.list).indexOf(aim.item);
  const top = submitter.getBoundingClientRect?.().top;
  const focused = document.activeElement?.id;
  swapIn(form, answer);
  const refused = at("problems");
  const next = (stay && at(focused)) || refused || nextOf(aim, index, submitter.value);
  next?.focus({ preventScroll: true });
  // The button that moved stays under the pointer.
  if (next?.value === submitter.value) scrollBy({ top: next.getBoundingClientRect().top - top, behavior: "instant" });
  next?.closest(".choice-row, .card, fieldset")?.scrollIntoView({ block: "nearest", behavior: "instant" });
  next?.scrollIntoView({ block: "nearest", behavior: "instant" });
  return refused ? [refused.innerText.split("\n")[0], true] : [said(aim, words), false];
}
