// Plain forms of settings are sent by their own Save alone: whoever leaves one that is not as it came is
// asked. A form that is sent passes; another beside it does not.
const forms = [...document.querySelectorAll("form[data-asks]")];
const written = (form) => new URLSearchParams(new FormData(form)).toString();
const came = new Map(forms.map((form) => [form, written(form)]));
// A refused Save comes back as it was typed, and is not kept.
const isRefused = (form) => form.querySelector(".is-invalid") !== null;
let sent = null;

addEventListener("submit", ({ target, defaultPrevented }) => { if (!defaultPrevented) sent = target; });
addEventListener("beforeunload", (event) => {
  const left = forms.some((form) => form !== sent && (isRefused(form) || written(form) !== came.get(form)));
  sent = null; // Whoever stays is asked again.
  if (left) event.preventDefault();
});
