// A page that shows what comes stays true by itself: once a second what is new is put in its place.
const main = document.querySelector("main[data-live]");
let shown = null;

async function look() {
  if (document.hidden) return;
  const reply = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!reply?.ok) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const now = page.querySelector("main").innerHTML;
  if (now === shown) return;
  if (shown !== null) swap(page);
  shown = now;
}

function swap(page) {
  const open = [...main.querySelectorAll("details[open]")].map((each) => each.id);
  const focus = document.activeElement?.id;
  main.replaceChildren(...page.querySelector("main").childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

if (main) setInterval(look, 1000);
