// Dragging cards; the buttons beside them do the same.
import { say } from "./bar.js";

const list = document.getElementById("cards");

async function moved({ item, oldIndex, newIndex }) {
  if (oldIndex === newIndex) return;
  const flushed = [];
  dispatchEvent(new CustomEvent("hubapp:flush", { detail: flushed }));
  await Promise.all(flushed);
  const body = new URLSearchParams({ csrf_token: list.dataset.token, position: newIndex });
  const answer = await fetch(item.dataset.move, { method: "POST", body }).catch(() => null);
  if (answer?.ok) return location.reload();
  // Where it stood before: what is seen is what is kept.
  item.remove();
  list.insertBefore(item, list.children[oldIndex] ?? null);
  say(list.dataset.notMoved, true);
}

if (list) {
  const { default: Sortable } = await import(list.dataset.sortable);
  new Sortable(list, {
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    delay: 150,
    delayOnTouchOnly: true,
    onEnd: moved,
  });
}
