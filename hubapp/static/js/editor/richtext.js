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
  // The address of a link is nothing to save until it stands in the text.
  editor.addEventListener("trix-initialize", () => {
    editor.toolbarElement.addEventListener("input", (event) => event.stopPropagation());
  });
  editor.addEventListener("trix-change", () => box.dispatchEvent(new Event("input", { bubbles: true })));
}

if (boxes.length) {
  const { default: Trix } = await import(boxes[0].dataset.rich);
  Object.assign(Trix.config.lang, JSON.parse(boxes[0].dataset.words));
  boxes.forEach(dress);
}
