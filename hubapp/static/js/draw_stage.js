// The stage of a draw: it stays full screen while the tickets turn over, and says who has won.
const whole = document.getElementById("whole");
const main = document.getElementById("main");

if (document.fullscreenEnabled) {
  whole.hidden = false;
  whole.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}

// An answer that does not come, or is no stage, is asked for again the plain way.
async function draw(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw answer;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const winners = page.getElementById("winners");
  if (!winners) throw answer;
  const style = document.createElement("style");
  style.nonce = document.querySelector("style").nonce;
  style.textContent = page.querySelector("style").textContent;
  document.head.append(style);
  main.replaceChildren(winners);
  winners.classList.add("turning");
  winners.querySelector("h1").focus();
  say(winners);
}

// Whoever cannot see the tickets turn hears of them when the last one has.
function say(winners) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const words = winners.querySelector("#aloud").textContent;
  setTimeout(() => (document.getElementById("said").textContent = words),
    still ? 300 : Number(winners.querySelector("ol").dataset.turns));
}

main.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  draw(form).catch(() => form.submit());
});
