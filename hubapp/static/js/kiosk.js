// A device that many people use goes back to the start when nobody touches it for 45 seconds. The
// countdown can be stopped; then it begins again once nobody has touched it for five minutes.
const WAIT = 45, LONG = 300, SAY_AT = 15;
const bar = document.querySelector(".kiosk");
const [time, stay] = [bar.querySelector("[role=timer]"), bar.querySelector("button")];
const words = time.innerHTML;
let left = WAIT, going = false;

function begin(seconds) {
  left = seconds;
  stay.hidden = seconds > WAIT;
  show();
}

function show() {
  if (left > WAIT) {
    time.textContent = bar.dataset.stopped;
    return;
  }
  if (!time.querySelector("span")) time.innerHTML = words;
  time.querySelector("span").textContent = left;
}

function say() {
  document.getElementById("said").textContent = time.textContent;
}

async function leave() {
  going = true;
  // Whoever was here is gone, and what they were shown goes too, connection or not.
  document.getElementById("main").hidden = true;
  try {
    const answer = await fetch(bar.dataset.back, { method: "GET" });
    if (!answer.ok) throw answer;
    location.replace(bar.dataset.back);
  } catch {
    time.textContent = bar.dataset.away;
    going = false;
    left = SAY_AT;
  }
}

setInterval(() => {
  if (going) return;
  left -= 1;
  if (left <= 0) return leave();
  if (!document.getElementById("main").hidden) show();
  if (left === SAY_AT) say();
}, 1000);
stay.addEventListener("click", (event) => {
  event.stopPropagation();
  begin(LONG);
  say();
});
for (const sign of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
  // A touch while it stays must not make it go in 45 seconds.
  addEventListener(sign, () => begin(left > WAIT ? LONG : WAIT), { passive: true });
}
addEventListener("hubapp:shown", () => begin(WAIT));
// Of the page before, kept by the browser: somebody else's.
addEventListener("pageshow", (event) => event.persisted && location.replace(bar.dataset.back));
begin(WAIT);
