// Rich text instead of a box of HTML. Without it the box itself is edited.
const boxes = document.querySelectorAll("textarea[data-rich]");

function dress(box) {
  const editor = document.createElement("trix-editor");
  editor.setAttribute("input", box.id);
  editor.className = "form-control rich";
  editor.setAttribute("aria-labelledby", `${box.id}-label`);
  box.hidden = true;
  box.after(editor);
  editor.addEventListener("trix-file-accept", (event) => event.preventDefault());
  editor.addEventListener("trix-change", () => box.dispatchEvent(new Event("input", { bubbles: true })));
}

if (boxes.length) {
  const { default: Trix } = await import(boxes[0].dataset.rich);
  Object.assign(Trix.config.lang, JSON.parse(boxes[0].dataset.words));
  boxes.forEach(dress);
}
