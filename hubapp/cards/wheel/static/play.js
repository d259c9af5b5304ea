// The wheel was decided on the server; this only turns it to where it already stands.
const still = matchMedia("(prefers-reduced-motion: reduce)");

export function spin(stage) {
  const turning = stage.querySelector("[data-stop]");
  if (!turning || still.matches || sessionStorage.getItem("hubapp-still")) {
    sessionStorage.removeItem("hubapp-still");
    return;
  }
  const key = "hubapp-spun:" + location.pathname;
  if (sessionStorage.getItem(key)) return;
  sessionStorage.setItem(key, "1");
  const stop = Number(turning.dataset.stop);
  const rest = turning.getAttribute("transform");
  const begun = performance.now();
  const lasts = 3600;
  stage.classList.add("is-spinning");
  const frame = (time) => {
    const part = Math.min((time - begun) / lasts, 1);
    turning.setAttribute("transform", `rotate(${stop * (1 - (1 - part) ** 4)})`);
    if (part < 1) return requestAnimationFrame(frame);
    turning.setAttribute("transform", rest);
    stage.classList.remove("is-spinning");
    stage.dispatchEvent(new CustomEvent("hubapp:revealed", { bubbles: true }));
  };
  requestAnimationFrame(frame);
}

addEventListener("click", (event) => {
  if (event.target.closest?.("[data-still]")) sessionStorage.setItem("hubapp-still", "1");
});
addEventListener("hubapp:shown", (event) => spin(event.target));
const first = document.querySelector(".stage");
if (first) spin(first);
