// While the panel is open: the hub plays in its phone, and what went out is fetched each second.
import { fetched, renew } from "./refetching.js";

const panel = document.getElementById("watch");
let timer;

async function look() {
  if (!panel.open || document.hidden) return;
  try {
    renew("watched", await fetched(panel.dataset.watch));
  } catch { /* It is asked again in a second. */ }
}

panel?.addEventListener("toggle", () => {
  clearInterval(timer);
  const phone = panel.querySelector("iframe");
  if (!panel.open || !phone) return;
  if (phone.hidden) {
    phone.src = panel.dataset.plays;
    phone.hidden = false;
  }
  look();
  timer = setInterval(look, 1000);
});
