// Turns the wheel to where the server decided that it stops. In the page where it was pressed the
// wheel stays where it stands; the result comes when it has been seen.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const LASTS = 4600, PULLS = 320, SEEN = 1100, PULL = -7, WHOLE = "-105 -105 222 210";
let calm = false;

// Fast at once, then long on its way to a stop, as a heavy wheel is.
const eased = (part) => 1 - (1 - part) ** 3.4;

function follow(lasts, step) {
  return new Promise((done) => {
    const begun = performance.now();
    const frame = (time) => {
      const part = Math.min(Math.max(time - begun, 0) / lasts, 1);
      step(part);
      if (part < 1) requestAnimationFrame(frame);
      else done();
    };
    requestAnimationFrame(frame);
  });
}

async function turn(turning, from, stop) {
  const wheel = turning.closest(".wheel"), pointer = wheel.querySelector(".pointer");
  const apart = 360 / Number(turning.dataset.pegs), slices = [...turning.querySelectorAll(".slice")];
  let passed = Math.floor(from / apart), flicked = 0;
  await follow(LASTS, (part) => {
    const angle = from + (stop - from) * eased(part), now = Math.floor(angle / apart);
    turning.setAttribute("transform", `rotate(${angle})`);
    // A peg pushes the pointer down; it springs back before the next.
    flicked = now === passed ? flicked * 0.82 : -20;
    passed = now;
    pointer.setAttribute("transform", `rotate(${flicked.toFixed(1)} 114 0)`);
  });
  pointer.removeAttribute("transform");
  const under = (((-stop % 360) + 360) % 360) / (360 / slices.length);
  slices[Math.floor(under)]?.classList.add("is-here");
  wheel.classList.add("has-stopped");
  await new Promise((done) => setTimeout(done, SEEN));
}

// Pressed: it is pulled back a little, and stays so until the server has spoken.
let pulled = Promise.resolve();
let pull = 0;
addEventListener("submit", (event) => {
  const turning = event.target.querySelector(".turning");
  if (!turning) return;
  calm = Boolean(event.submitter?.closest("[data-still]"));
  if (calm || still.matches) return;
  turning.closest(".stage").classList.add("is-spinning");
  pulled = follow(PULLS, (part) => {
    pull = PULL * eased(part);
    turning.setAttribute("transform", `rotate(${pull})`);
  });
});

addEventListener("hubapp:arrives", async (event) => {
  const { main, go } = event.detail;
  const arrived = main.querySelector("[data-stop]"), turning = document.querySelector("#main .turning");
  if (!arrived || !turning || calm || still.matches) return;
  event.preventDefault();
  arrived.dataset.spun = "1";
  await pulled;
  await turn(turning, pull, Number(arrived.dataset.stop));
  go();
});

// What was pressed did not get through: as before.
addEventListener("hubapp:failed", (event) => {
  const stage = event.target.closest(".stage");
  if (!stage.classList.contains("is-spinning")) return;
  stage.classList.remove("is-spinning");
  stage.querySelector(".turning").setAttribute("transform", "rotate(0)");
});

// After a form the wheel was in no page yet: it turns above its result.
addEventListener("hubapp:shown", async (event) => {
  const stage = event.target, turning = stage.querySelector("[data-stop]");
  if (!turning || turning.dataset.spun || calm || still.matches) return;
  const disc = turning.closest("svg"), near = disc.getAttribute("viewBox");
  const rest = turning.getAttribute("transform");
  disc.setAttribute("viewBox", WHOLE);
  stage.classList.add("is-spinning");
  await turn(turning, 0, Number(turning.dataset.stop));
  turning.setAttribute("transform", rest);
  disc.setAttribute("viewBox", near);
  stage.classList.remove("is-spinning");
  stage.dispatchEvent(new CustomEvent("hubapp:revealed", { bubbles: true }));
});
