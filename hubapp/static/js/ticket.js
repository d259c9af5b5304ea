// What a ticket can do where there is a script: be copied from, be shared, and be glad of a win.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const PIECES = 44;
const said = document.getElementById("said");

function offer(root) {
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  for (const button of root.querySelectorAll("[data-share]")) button.hidden = !navigator.share;
}

async function copy(button) {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  button.querySelector("span").textContent = button.dataset.done;
  said.textContent = button.dataset.done;
}

function share(button) {
  const { share: text, address } = button.dataset;
  // Put away without sharing: that is an answer, not a fault.
  navigator.share({ text, url: new URL(address, location.href).href }).catch(() => {});
}

// From behind the ticket's seam up and out, then down; gone after two seconds.
function celebrate(ticket) {
  if (!ticket || still.matches) return;
  const { left, top, width, height } = ticket.getBoundingClientRect();
  const layer = document.createElement("div");
  layer.className = "confetti";
  layer.setAttribute("aria-hidden", "true");
  document.body.append(layer);
  const flights = Array.from({ length: PIECES }, () => {
    const piece = layer.appendChild(document.createElement("i"));
    const from = left + width * (0.2 + 0.6 * Math.random()), begin = top + height * 0.25;
    const side = (Math.random() - 0.5) * 420, up = 120 + Math.random() * 240, turn = Math.random() * 900;
    const at = (x, y, turned) => `translate(${x}px, ${y}px) rotate(${turned}deg)`;
    return piece.animate([
      { transform: at(from, begin, 0), opacity: 1, easing: "cubic-bezier(.1, .7, .3, 1)" },
      { transform: at(from + side * 0.7, begin - up, turn / 2), opacity: 1, offset: 0.35, easing: "ease-in" },
      { transform: at(from + side, begin + 420, turn), opacity: 0 },
    ], { duration: 1500 + Math.random() * 700, fill: "forwards" }).finished;
  });
  Promise.allSettled(flights).then(() => layer.remove());
}

addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy], [data-share]");
  if (button) (button.dataset.copy ? copy : share)(button);
});
addEventListener("hubapp:shown", (event) => offer(event.target));
addEventListener("hubapp:revealed", (event) => celebrate(event.target.querySelector(".is-win")));
offer(document);
