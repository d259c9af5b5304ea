// The bar over the draft: what is saved, what Undo and Redo would do, whether there is something to
// publish. Its words stand in the data of #saved.

const at = (id) => document.getElementById(id);
export const words = at("saved")?.dataset;

export function say(sentence, bad = false) {
  at("saved").textContent = sentence;
  at("saved").classList.toggle("is-bad", bad);
}

export function offerPublish(offered = true) {
  at("publish").hidden = !(offered || !at("published"));
  if (at("published")) at("published").hidden = offered;
}

// steps: what each of the two buttons would do, in words; empty when there is nothing.
export function offerSteps(steps) {
  for (const id of ["undo", "redo"]) {
    at(id).disabled = !steps[id];
    at(id).title = steps[id];
  }
}

export function sayAllSaved({ saved, changed }) {
  say(saved);
  offerPublish(changed);
}

export function showPreview() {
  dispatchEvent(new Event("hubapp:preview"));
  dispatchEvent(new Event("hubapp:saved"));
}
