// The example beside the mapping follows what is typed; the button does the same without a script.
const form = document.getElementById("connect");
let timer;
let unsaved = form.hasAttribute("data-unsaved");

async function refresh() {
  const body = new FormData(form);
  body.delete("secret");
  body.set("_action", "show:example");
  try {
    const answer = await fetch(location.href, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("example");
    const old = document.getElementById("example");
    const opened = old.querySelector("details")?.open;
    old.replaceWith(fresh);
    if (opened) fresh.querySelector("details")?.setAttribute("open", "");
  } catch { /* The saved example stays; the next change tries again. */ }
}

form.addEventListener("input", ({ target }) => {
  unsaved = true;
  if (target.name === "secret") return;
  clearTimeout(timer);
  timer = setTimeout(refresh, 600);
});
form.addEventListener("submit", () => { unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
