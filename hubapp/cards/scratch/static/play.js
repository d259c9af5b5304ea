// What lies under the foil was decided on the server before this page came; this lays foil on it,
// to be scratched off or taken off by a button. Without it what was found is simply there.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const BRUSH = 30, ACROSS = 14, DOWN = 8, ENOUGH = 0.5;
let calm = false;

function painted(foil) {
  const style = getComputedStyle(foil), canvas = document.createElement("canvas");
  const { width, height } = foil.getBoundingClientRect(), dense = Math.min(devicePixelRatio || 1, 2);
  canvas.width = width * dense;
  canvas.height = height * dense;
  const pen = canvas.getContext("2d");
  pen.scale(dense, dense);
  pen.fillStyle = style.backgroundColor;
  pen.fillRect(0, 0, width, height);
  pen.strokeStyle = "rgb(255 255 255 / .14)";
  pen.lineWidth = 14;
  for (let x = -height; x < width; x += 40) {
    pen.beginPath();
    pen.moveTo(x, height);
    pen.lineTo(x + height, 0);
    pen.stroke();
  }
  pen.fillStyle = style.color;
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const upper = style.textTransform === "uppercase";
  const words = foil.textContent.trim();
  pen.fillText(upper ? words.toLocaleUpperCase() : words, width / 2, height / 2, width - 32);
  pen.globalCompositeOperation = "destination-out";
  pen.strokeStyle = "#000";
  pen.lineWidth = 2 * BRUSH;
  pen.lineCap = pen.lineJoin = "round";
  return { canvas, pen, width, height };
}

// How much is off is counted in cells that the finger passed: reading pixels back would be slow.
function scratching(foil, done) {
  const { canvas, pen, width, height } = painted(foil);
  const passed = new Set();
  let last = null;
  const rub = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) * width / box.width;
    const at = { x, y: (event.clientY - box.top) * height / box.height };
    const from = last || at, far = Math.hypot(at.x - from.x, at.y - from.y);
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(at.x, at.y + 0.1);
    pen.stroke();
    for (let part = 0; part <= far; part += BRUSH / 2) {
      const share = far ? part / far : 0;
      for (const aside of [-BRUSH / 2, BRUSH / 2]) {
        const x = Math.floor((from.x + (at.x - from.x) * share + aside) / width * ACROSS);
        const y = Math.floor((from.y + (at.y - from.y) * share + aside) / height * DOWN);
        if (x >= 0 && x < ACROSS && y >= 0 && y < DOWN) passed.add(y * ACROSS + x);
      }
    }
    last = at;
    if (passed.size >= ENOUGH * ACROSS * DOWN) done();
  };
  foil.addEventListener("pointerdown", (event) => {
    foil.setPointerCapture(event.pointerId);
    last = null;
    rub(event);
  });
  foil.addEventListener("pointermove", (event) => {
    if (foil.hasPointerCapture(event.pointerId)) rub(event);
  });
  foil.textContent = "";
  foil.append(canvas);
  foil.classList.add("is-scratched");
}

function cover(stage) {
  const card = stage.querySelector("[data-scratch]");
  if (!card || calm || still.matches) return;
  const foil = card.querySelector(".foil"), found = card.querySelector(".result");
  const act = stage.querySelector(".act"), button = act.querySelector("[data-uncover]");
  let open = false;
  // The page's own script would go to the result, which is still covered.
  stage.classList.add("is-spinning");
  const uncover = () => {
    if (open) return;
    open = true;
    foil.classList.add("is-gone");
    setTimeout(() => foil.remove(), 260);
    found.inert = false;
    act.remove();
    stage.classList.remove("is-spinning");
    stage.dispatchEvent(new CustomEvent("hubapp:revealed", { bubbles: true }));
  };
  foil.hidden = false;
  foil.setAttribute("aria-hidden", "true");
  scratching(foil, uncover);
  found.inert = true;
  act.hidden = false;
  button.addEventListener("click", uncover);
  button.focus();
}

addEventListener("click", (event) => {
  // Kept while a form at the end is filled in.
  const pressed = event.target.closest?.("[name=answer]");
  if (pressed) calm = "still" in pressed.dataset;
});
// Before it is seen, so that nobody is glad of what is still covered.
addEventListener("hubapp:arrives", ({ detail }) => {
  const stage = detail.main.querySelector("[data-scratch]")?.closest(".stage");
  if (!calm && !still.matches) stage?.classList.add("is-spinning");
});
addEventListener("hubapp:shown", (event) => cover(event.target));
