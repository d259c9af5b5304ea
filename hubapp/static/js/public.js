// Makes playing quicker: sends a step in the background and swaps the page's main part. Without
// it every step is an ordinary post and redirect.
const said = document.getElementById("said");

function show(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.getElementById("main");
  if (!main) return false;
  document.getElementById("main").replaceWith(main);
  document.title = page.title;
  if (address !== location.href) history.replaceState(null, "", address);
  const stage = main.querySelector(".stage");
  remember(stage);
  stage?.dispatchEvent(new CustomEvent("hubapp:shown", { bubbles: true }));
  if (!stage?.classList.contains("is-spinning")) land(main);
  return true;
}

function land(main) {
  const place = main.querySelector("#summary, #result, #feedback, [role=alert], .question legend, h1");
  if (!place) return;
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  scrollTo({ top: 0, behavior: "instant" });
  place.focus({ preventScroll: true });
  said.textContent = place.textContent.trim().replace(/\s+/g, " ");
}

function remember(stage) {
  if (stage?.dataset.at !== "result") return;
  try {
    const played = new Set(JSON.parse(localStorage.getItem("hubapp-played") || "[]"));
    localStorage.setItem("hubapp-played", JSON.stringify([...played.add(stage.dataset.card)].slice(-200)));
  } catch { /* private mode keeps nothing */ }
}

function markPlayed() {
  try {
    const played = JSON.parse(localStorage.getItem("hubapp-played") || "[]");
    for (const tile of document.querySelectorAll(".tile[data-card]")) {
      if (!played.includes(tile.dataset.card)) continue;
      const chip = tile.querySelector(".chip");
      chip.append(" · Played");
    }
  } catch { /* private mode keeps nothing */ }
}

function refused(status) {
  if (status === 429) return "That was a lot in a short time. Your answer is still here: wait a minute and press the button again.";
  if (status >= 500) return "We could not save that just now. Your answer is still here: press the button again in a minute.";
  if (status) return "That did not arrive whole. Copy what you typed, reload the page and send it again.";
  return "That did not get through. Your answer is still here: check your connection and press the button again.";
}

addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-play]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const body = new URLSearchParams(new FormData(form, event.submitter));
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body });
    // 422 is the form again with its problems; any other refusal would take the answers away.
    if (!answer.ok && answer.status !== 422) throw answer;
    if (show(await answer.text(), answer.url)) return;
    location.assign(answer.url);
  } catch (refusal) {
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
    said.textContent = "";
    let note = form.querySelector(".offline");
    if (!note) {
      note = document.createElement("p");
      note.className = "wrong offline";
      note.setAttribute("role", "alert");
      form.append(note);
    }
    note.textContent = refused(refusal.status);
  }
});
addEventListener("hubapp:revealed", () => land(document.getElementById("main")));
remember(document.querySelector(".stage"));
markPlayed();
const arrived = document.querySelector("#summary, #result, #feedback");
if (arrived && !document.querySelector(".is-spinning")) arrived.focus({ preventScroll: true });
