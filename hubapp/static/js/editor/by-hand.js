// What belongs to an account (its place, its key) is never kept as a draft: it is sent by Save alone. So
// whoever leaves with some of it typed is asked, and nobody is told that it is saved.

const form = document.querySelector("form[data-autosave]");
let typed = false;

for (const kind of ["input", "change"]) {
  // Before autosave.js, which listens to the form.
  form.addEventListener(kind, (event) => {
    if (!event.target.closest("[data-by-hand]")) return;
    typed = true;
    event.stopPropagation();
  }, true);
}
form.addEventListener("submit", ({ submitter }) => {
  if (submitter?.name !== "_action" && submitter?.formTarget !== "_blank") typed = false;
});
addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
