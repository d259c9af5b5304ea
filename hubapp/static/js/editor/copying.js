// Buttons that copy what stands in a box; without a script the box can be selected by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const box = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(box.value);
      words.textContent = button.dataset.done;
      button.setAttribute("aria-live", "polite");
      setTimeout(() => { words.textContent = before; }, 2000);
    } catch {
      box.select();
    }
  });
}
