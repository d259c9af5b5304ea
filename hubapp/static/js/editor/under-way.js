// What is on its way (a delivery, a mail to a winner) is looked for until it has gone, ever more seldom
// while nothing moves; figures that tell of it come along.
import { fetched, renew } from "./refetching.js";

const SOON = 1000, LATE = 30_000;
const underWay = () => [...document.querySelectorAll("[data-under-way]")];
let wait = SOON;

async function look() {
  const before = underWay();
  if (!document.hidden) {
    try {
      const page = await fetched();
      for (const { id } of [...before, ...document.querySelectorAll("[data-along]")]) renew(id, page);
    } catch { /* It is asked again later. */ }
  }
  const after = underWay();
  wait = after.length < before.length ? SOON : Math.min(2 * wait, LATE);
  if (after.length) setTimeout(look, wait);
}

if (underWay().length) setTimeout(look, wait);
