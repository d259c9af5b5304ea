// The ranking goes on while it is looked at. Without a script a link shows how it stands.
const PAUSE = 15_000;
let waiting = 0;

async function follow() {
  clearTimeout(waiting);
  const shown = document.querySelector("[data-ranking]");
  if (!shown) return;
  waiting = setTimeout(follow, PAUSE);
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const newer = page.querySelector("[data-ranking]");
    // What somebody reads with a screen reader or has selected is not taken from under them unless it changed.
    if (newer && newer.innerHTML !== shown.innerHTML && shown.isConnected) shown.innerHTML = newer.innerHTML;
  } catch { /* no signal: the next time will do */ }
}

function begin() {
  clearTimeout(waiting);
  if (document.querySelector("[data-ranking]")) waiting = setTimeout(follow, PAUSE);
}

addEventListener("hubapp:shown", begin);
addEventListener("visibilitychange", () => { if (!document.hidden) follow(); });
begin();
