// While the panel is open: the hub plays in its phone, and what went out is fetched each second.
const panel = document.getElementById("watch");
let timer;

async function look() {
  if (!panel.open || document.hidden) return;
  try {
    const answer = await fetch(panel.dataset.watch);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("watched");
    const old = document.getElementById("watched");
    if (fresh.innerHTML !== old.innerHTML) old.replaceWith(fresh);
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
