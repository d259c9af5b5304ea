// New hub: a chosen logo is sent at once and its colours are put on; the page beside shows what comes of it.
const form = document.getElementById("start");
const shown = document.getElementById("shown");
const picked = document.getElementById("logo-shown");
const said = document.getElementById("logo-said");
const { logo, logo_file: file, background, accent } = form.elements;
const WAIT = 300;
let later = 0;

function refresh() {
  const told = new FormData(form);
  const names = ["goal", "name", "preset", "background", "accent", "logo", "language"];
  const query = new URLSearchParams(names.map((name) => [name, told.get(name) ?? ""]));
  const address = `${form.dataset.preview}?${query}`;
  if (shown.contentWindow.location.href !== new URL(address, location).href) {
    shown.contentWindow.location.replace(address);
  }
}

function soon() {
  clearTimeout(later);
  later = setTimeout(refresh, WAIT);
}

function dress(found) {
  logo.value = found.logo;
  picked.src = `/pictures/${found.logo}`;
  picked.hidden = false;
  // It is sent already.
  file.value = "";
  [background.value, accent.value] = [found.background, found.accent];
  said.textContent = form.dataset.dressed;
  refresh();
}

async function send() {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("logo_file", file.files[0]);
  file.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.dataset.logo, { method: "POST", body });
    const found = await answer.json();
    if (answer.ok) dress(found);
    else said.textContent = found.problem;
  } catch {
    said.textContent = form.dataset.broken;
  } finally {
    file.removeAttribute("aria-busy");
  }
}

file.addEventListener("change", () => { if (file.files[0]) send(); });
form.addEventListener("input", ({ target }) => { if (target !== file) soon(); });
form.addEventListener("change", ({ target }) => { if (target !== file) soon(); });
form.addEventListener("click", soon);
