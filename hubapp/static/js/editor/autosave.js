// Saves the card a second after the last change, and shows it in the preview.
const form = document.querySelector("form[data-autosave]");
const saved = document.getElementById("saved");
const preview = document.getElementById("preview");
let timer;
let dirty = false;

function say(sentence, bad = false) {
  saved.textContent = sentence;
  saved.classList.toggle("is-bad", bad);
}

async function save() {
  const body = new FormData(form);
  for (const name of [...body.keys()]) if (name.endsWith("_file")) body.delete(name);
  body.set("_autosave", "1");
  say("Saving …");
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body });
    const told = await answer.json();
    if (!answer.ok) return say("Not saved: " + told.problem, true);
    form.elements._revision.value = told.revision;
    dirty = false;
    say(told.saved);
    preview?.contentWindow?.location.reload();
  } catch {
    say("Not saved: no connection. We try again with your next change.", true);
  }
}

if (form) {
  form.addEventListener("input", ({ target }) => {
    if (target.type === "file") return;
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 900);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}
