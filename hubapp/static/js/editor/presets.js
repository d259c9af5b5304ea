// Choosing a look sets its two colours.
addEventListener("change", ({ target }) => {
  if (target.name !== "preset") return;
  const form = target.form;
  form.elements.background.value = target.dataset.background;
  form.elements.accent.value = target.dataset.accent;
});
