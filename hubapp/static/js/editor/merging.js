// Two people on one screen: what is sent says what each changed control held before, so that the server
// takes only that. What somebody else changed as well is shown beside it, to keep mine or take theirs.

const at = (id) => document.getElementById(id);
// Of radios the first; a list to choose from has members as well, and is one box.
const boxOf = (control) => (control instanceof RadioNodeList ? control[0] : control);
const isMarked = (name) => !name || /^(_|csrf)|_(file|remove)$/.test(name);
// By hand: it is saved by a button alone, and may be a key.
const isOurs = (form, name) => {
  return !isMarked(name) && !boxOf(form.elements[name])?.closest("[data-by-hand]");
};
// What stood in the boxes when this began; and what was sent since, and may have arrived.
let begun;
let sent = [];
// This open screen, and the number of what it sent last: what arrives late or twice is known by them.
const tab = crypto.getRandomValues(new Uint32Array(4)).join("");
let serial = 0;

function asLoaded(form) {
  const found = {};
  for (const each of form.elements) {
    if (!isOurs(form, each.name) || each.type === "submit") continue;
    if (each.type === "checkbox" || each.type === "radio") {
      if (each.defaultChecked) found[each.name] = each.value;
    } else if (each.type === "select-one") {
      const chosen = [...each.options].find((option) => option.defaultSelected) ?? each.options[0];
      found[each.name] = chosen?.value ?? "";
    } else found[each.name] = each.defaultValue;
  }
  return found;
}

function held(form, data) {
  const ours = ([name, value]) => typeof value === "string" && isOurs(form, name);
  const now = Object.fromEntries([...data].filter(ours));
  const names = [...new Set([...Object.keys(now), ...Object.keys(begun)])];
  const touched = (name) => form.elements[`${name}_remove`]?.checked || form.elements[`${name}_file`]?.files.length;
  const differs = (base, name) => touched(name) || (base[name] ?? "") !== (now[name] ?? "");
  const changed = names.filter((name) => differs(begun, name));
  return {
    now,
    bases: [begun, ...sent].map((base) => Object.fromEntries(changed.map((name) => [name, base[name] ?? ""]))),
  };
}

// From here on: what stands in the boxes now is what the server has.
export function begin(form) {
  const kept = form.elements._base.value;
  begun = { ...asLoaded(form), ...(kept ? JSON.parse(kept)[0] : {}) };
  sent = [];
}

export function watch(form) {
  begin(form);
  form.addEventListener("formdata", ({ formData }) => {
    const { now, bases } = held(form, formData);
    formData.set("_base", JSON.stringify(bases));
    formData.set("_tab", tab);
    formData.set("_serial", serial += 1);
    sent = [...sent.slice(-7), now];
  });
}

// It was answered: all of it is kept but for the controls in left (control -> sentence), which hold on
// the server what they held; or, refused, none of it.
export function answered(left) {
  const before = Object.fromEntries(Object.keys(left ?? {}).map((name) => [name, begun[name] ?? ""]));
  if (left) for (const each of document.querySelectorAll(".theirs")) each.remove();
  if (left && sent.length) begun = { ...sent.at(-1), ...before };
  sent = [];
}

// What is left is said at its control as well, and taken away once it is saved.
export function mark(form, { left = {}, revision }) {
  if (revision) form.elements._revision.value = revision;
  for (const each of form.querySelectorAll("[data-left]")) {
    each.removeAttribute("data-left");
    each.removeAttribute("aria-invalid");
    each.classList.remove("is-invalid");
    at(`${each.name}-problem`)?.remove();
  }
  for (const [name, sentence] of Object.entries(left)) {
    const box = boxOf(form.elements[name]);
    if (!box || !sentence) continue;
    box.closest("details")?.setAttribute("open", "");
    at(`${name}-problem`)?.remove();
    const shown = document.createElement("p");
    Object.assign(shown, { className: "invalid-feedback d-block", id: `${name}-problem`, textContent: sentence });
    (box.closest(".choice-row") ?? box).after(shown);
    const ids = (box.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    box.setAttribute("aria-describedby", [...new Set([...ids, shown.id])].join(" "));
    box.setAttribute("aria-invalid", "true");
    box.dataset.left = "";
    box.classList.add("is-invalid");
  }
}

function button(words, pressed) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-sm", textContent: words });
  made.addEventListener("click", pressed);
  return made;
}

// The editor of formatted text that stands in for its box.
const dressOf = (control) => control.id && document.querySelector(`trix-editor[input="${CSS.escape(control.id)}"]`);
const plain = (html) => new DOMParser().parseFromString(html.replaceAll("<", " <"), "text/html").body.textContent;

function set(control, value) {
  if (control.type === "checkbox") control.checked = value !== "";
  else control.value = value;
  dressOf(control)?.editor.loadHTML(value);
}

// theirs: control -> what somebody else wrote.
export function choose(form, theirs, words) {
  // What is shown already stays: somebody may be pressing it.
  const stays = new Map();
  for (const each of form.querySelectorAll(".theirs")) {
    if (theirs[each.dataset.of] === each.dataset.value) stays.set(each.dataset.of, each);
    else each.remove();
  }
  for (const [name, value] of Object.entries(theirs)) {
    const control = form.elements[name];
    const box = boxOf(control);
    // Or it was decided while this was on its way.
    if (!box || stays.has(name) || begun[name] === value) continue;
    const shown = document.createElement("div");
    shown.className = "theirs";
    Object.assign(shown.dataset, { of: name, value });
    shown.setAttribute("role", "group");
    const decide = (mine) => {
      begun[name] = value;
      if (!mine) set(control, value);
      shown.remove();
      box.dispatchEvent(new Event("input", { bubbles: true }));
      (dressOf(box) || box).focus?.();
    };
    const text = document.createElement("p");
    text.textContent = words.theirs.replace("{theirs}", () => (dressOf(box) ? plain(value).trim() : value) || "–");
    shown.append(text, button(words.keep, () => decide(true)), " ", button(words.take, () => decide(false)));
    (box.closest(".choice-row, .form-check") ?? (dressOf(box) || box)).after(shown);
  }
}
