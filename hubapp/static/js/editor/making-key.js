// Make a signing key in the browser and type it in: nobody but the receiver and us ever sees it.
const bytes = 32;

function offer() {
  for (const button of document.querySelectorAll("[data-makes-key]")) button.hidden = false;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-makes-key]");
  if (!button) return;
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  const key = button.dataset.begins + btoa(String.fromCharCode(...random));
  const input = document.getElementById(button.dataset.makesKey);
  input.value = key;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const says = document.querySelector(".made-key");
  const code = document.createElement("code");
  code.textContent = key;
  says.replaceChildren(says.dataset.says, " ", code);
});
document.querySelector("form[data-autosave]")?.addEventListener("hubapp:fresh", offer);
offer();
