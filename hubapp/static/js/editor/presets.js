// Choosing a look sets its two colours, unless the hub has colours of its own: they stay, and a button
// takes those of the look.
const form = document.querySelector("form:has([name=preset])");
const { background, accent } = form?.elements ?? {};
const own = document.getElementById("own-colours");
const looks = () => [...form.querySelectorAll("[name=preset]")];
const has = ({ dataset }) => dataset.background === background.value && dataset.accent === accent.value;

function take({ dataset }) {
  background.value = dataset.background;
  accent.value = dataset.accent;
  own.hidden = true;
}

form?.addEventListener("change", ({ target }) => {
  if (target.name === "preset" && looks().some(has)) take(target);
  else if (target.name === "preset") own.hidden = has(target);
});
own?.querySelector("button").addEventListener("click", () => {
  take(looks().find((each) => each.checked));
  accent.dispatchEvent(new Event("input", { bubbles: true }));
  accent.focus();
});
