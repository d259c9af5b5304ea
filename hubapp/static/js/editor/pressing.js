// A press is whole only when it is let go where it began: what stands under the pointer stays until then.
let down = false;
const UP = ["pointerup", "pointercancel"];

addEventListener("pointerdown", () => { down = true; }, true);
for (const kind of UP) addEventListener(kind, () => { down = false; }, true);

// Until nothing is pressed, and what was pressed has been told.
export async function letGo() {
  while (down) {
    await new Promise((done) => UP.forEach((kind) => addEventListener(kind, () => setTimeout(done), { once: true })));
  }
}
