// Plain forms of settings are sent by their own Save alone: whoever leaves one that is not as it came is
// asked, and the bar says that it is not saved yet. A form that is sent passes; another beside it does not.
const forms = [...document.querySelectorAll("form[data-asks]")];
const state = document.getElementById("kept") ?? document.getElementById("saved");
const before = [...(state?.childNodes ?? [])];
let sent = null;

function written(form) {
  const data = new FormData(form);
  // A browser fills it in by itself.
  for (const each of form.querySelectorAll("[autocomplete=current-password]")) data.delete(each.name);
  return JSON.stringify([...data].map(([name, value]) => [name, value.name ?? value]));
}

const came = new Map(forms.map((form) => [form, written(form)]));
// What comes back as it was typed (refused, or with a row more) is not kept.
const cameTyped = (form) => "unsaved" in state.dataset && new URL(form.action).pathname === location.pathname;
const isOpen = (form) => form !== sent && (cameTyped(form) || written(form) !== came.get(form));

function say() {
  const open = forms.find(isOpen);
  const words = open ? open.dataset.asks || state.dataset.typed : sent && state.dataset.saving;
  if (!words) state.replaceChildren(...before);
  // Said once, and not with each letter.
  else if (state.textContent !== words) state.textContent = words;
  state.classList.toggle("is-open", Boolean(open));
}

if (forms.length) {
  say();
  for (const kind of ["input", "change", "reset"]) addEventListener(kind, () => setTimeout(say));
  addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
    if (defaultPrevented || submitter?.formTarget === "_blank") return;
    sent = target;
    say();
  });
  addEventListener("beforeunload", (event) => {
    if (forms.some(isOpen)) event.preventDefault();
    setTimeout(() => { sent = null; say(); }); // Whoever stays is asked again.
  });
  addEventListener("pageshow", () => { sent = null; say(); }); // Back from where a button led.
}
