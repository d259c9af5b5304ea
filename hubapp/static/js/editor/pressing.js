// A press is whole only when it is let go where it began: what stands under the pointer stays until then, but
// for no longer than a second, for a menu of the browser's own may keep the end of a press to itself.
const UP = ["pointerup", "pointercancel"], PATIENCE = 1000;
let down = false;

addEventListener("pointerdown", () => { down = true; }, true);
for (const kind of [...UP, "keydown"]) addEventListener(kind, () => { down = false; }, true);

// Until nothing is pressed, and what was pressed has been told.
export async function letGo() {
  if (!down) return;
  await new Promise((done) => {
    setTimeout(done, PATIENCE);
    for (const kind of UP) addEventListener(kind, () => setTimeout(done), { once: true });
  });
  down = false;
}
