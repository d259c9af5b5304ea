// Makes playing quicker: sends a step in the background and swaps the page's main part. Without
// it every step is an ordinary post and redirect. What it says stands in the page, see the template.
const said = document.getElementById("said");

function show(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.getElementById("main");
  if (!main) return false;
  // A card that has something to play first, as a wheel has, holds the page back and calls go.
  const go = () => put(page, main, address);
  const arrives = new CustomEvent("hubapp:arrives", { cancelable: true, detail: { main, go } });
  if (dispatchEvent(arrives)) go();
  return true;
}

function put(page, main, address) {
  document.getElementById("main").replaceWith(main);
  document.title = page.title;
  if (address !== location.href) history.replaceState(null, "", address);
  const stage = main.querySelector(".stage");
  remember(stage);
  markPlayed(main);
  pauseAt(stage);
  stage?.dispatchEvent(new CustomEvent("hubapp:shown", { bubbles: true }));
  if (!stage) land(main);
  else if (!stage.classList.contains("is-spinning")) reveal(stage);
}

function reveal(stage) {
  stage.dispatchEvent(new CustomEvent("hubapp:revealed", { bubbles: true }));
}

// What matters most is first here; a list in one selector would find what stands first in the page.
const PLACES = ["#summary", "#sent", "#result", "#feedback", "[role=alert]", ".question legend", "#asked", "h1"];

function land(main) {
  const place = PLACES.map((each) => main.querySelector(each)).find(Boolean);
  if (!place) return;
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  scrollTo({ top: 0, behavior: "instant" });
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest", behavior: "instant" });
  said.textContent = place.textContent.trim().replace(/\s+/g, " ");
}

// What was answered stands alone in its tiles, until the visitor goes on.
function pauseAt(stage) {
  const next = stage?.querySelector(".answered .next");
  stage?.classList.add("is-step");
  if (!next) return;
  next.hidden = false;
  stage.classList.add("is-answered");
}

function goOn(next) {
  const main = document.getElementById("main");
  next.closest(".stage").classList.remove("is-answered");
  next.closest(".answered").remove();
  land(main);
}

function remember(stage) {
  // A device that many use says to nobody what somebody else has played.
  if (stage?.dataset.at !== "result" || document.querySelector(".kiosk")) return;
  try {
    const played = new Set(JSON.parse(localStorage.getItem("hubapp-played") || "[]"));
    localStorage.setItem("hubapp-played", JSON.stringify([...played.add(stage.dataset.card)].slice(-200)));
  } catch { /* private mode keeps nothing */ }
}

// What was played says so; below a result it comes after what was not.
function markPlayed(root) {
  try {
    const played = JSON.parse(localStorage.getItem("hubapp-played") || "[]");
    for (const tile of root.querySelectorAll(".tile[data-card]")) {
      if (!played.includes(tile.dataset.card)) continue;
      tile.querySelector(".chip")?.append(` · ${tile.parentElement.dataset.played}`);
      if (tile.closest(".more")) tile.parentElement.append(tile);
    }
  } catch { /* private mode keeps nothing */ }
}

function refused(status, words) {
  if (status === 429) return words.busy;
  if (status >= 500) return words.broken;
  return status ? words.torn : words.away;
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
    form.dispatchEvent(new CustomEvent("hubapp:failed", { bubbles: true }));
    let note = form.querySelector(".offline");
    if (!note) {
      note = document.createElement("p");
      note.className = "wrong offline";
      note.setAttribute("role", "alert");
      form.append(note);
    }
    note.textContent = refused(refusal.status, form.closest(".stage").dataset);
  }
});
addEventListener("click", (event) => {
  const next = event.target.closest?.(".answered .next");
  if (next) goOn(next);
});
addEventListener("hubapp:revealed", () => land(document.getElementById("main")));
remember(document.querySelector(".stage"));
markPlayed(document);
const arrived = PLACES.slice(0, 4).map((each) => document.querySelector(each)).find(Boolean);
if (arrived && !document.querySelector(".is-spinning")) arrived.focus({ preventScroll: true });
