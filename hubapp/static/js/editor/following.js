// The preview shows what is being edited: the question, prize or field that the cursor is in, or the
// moment that was chosen over it. Its page is exchanged in place, so that it neither flashes nor scrolls.

const frame = document.getElementById("preview");
const moment = document.getElementById("moment");
const beside = document.getElementById("beside");
const look = document.getElementById("look");
const form = document.querySelector("form[data-autosave]");
let [item, shown, asked] = ["", "", 0];

function address() {
  const url = new URL(frame.src);
  // What the page came with stands until something is chosen or the cursor is in something.
  if (moment?.value || item) url.searchParams.delete("moment");
  if (moment?.value) url.searchParams.set("moment", moment.value);
  else if (item) url.searchParams.set("item", item);
  return url.href;
}

function exchange(here, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const [old, fresh] = [here.getElementById("main"), page.getElementById("main")];
  if (!old || !fresh) return false;
  const top = here.defaultView.scrollY;
  for (const link of page.querySelectorAll("link[rel=stylesheet]")) {
    const kept = here.querySelector(`link[href="${CSS.escape(link.getAttribute("href"))}"]`);
    if (!kept) here.head.append(here.importNode(link));
    // The look may have changed under the same address.
    else if (new URL(link.href, here.baseURI).pathname.startsWith("/preview/")) kept.replaceWith(here.importNode(link));
  }
  here.body.dataset.preset = page.body.dataset.preset;
  for (const each of ["header", "main", "footer"]) {
    const [was, now] = [here, page].map((any) => any.querySelector(`body > ${each}`));
    if (was && now) was.replaceWith(here.importNode(now, true));
  }
  here.defaultView.scrollTo({ top, behavior: "instant" });
  return true;
}

async function show(anew) {
  const url = address();
  if (!anew && url === shown) return;
  shown = url;
  const number = asked += 1;
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  const html = await answer.text();
  const here = frame.contentDocument;
  if (!here?.body || !exchange(here, html)) frame.contentWindow.location.replace(url);
}

function followed({ target }) {
  const box = target.closest?.("[data-item], [data-row]");
  const own = box?.id.includes(".") ? box.id.split(".")[1] : "";
  if (!box && !target.closest?.("fieldset, .card")) return;
  item = own;
  if (!moment?.value) show(false);
}

function toggle(open) {
  beside.classList.toggle("is-open", open);
  (open ? document.getElementById("unlook") : look).focus();
}

if (frame) {
  form?.addEventListener("focusin", followed);
  moment?.addEventListener("change", () => show(true));
  addEventListener("hubapp:preview", () => show(true));
  document.getElementById("wide").addEventListener("click", ({ currentTarget }) => {
    const wide = currentTarget.getAttribute("aria-pressed") !== "true";
    currentTarget.setAttribute("aria-pressed", wide);
    beside.classList.toggle("is-wide", wide);
  });
  // Without room for it beside the work, the button in the bar lays it over the work.
  look?.addEventListener("click", (event) => {
    if (getComputedStyle(beside).display !== "none" || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    toggle(true);
  });
  document.getElementById("unlook").addEventListener("click", () => toggle(false));
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && beside.classList.contains("is-open")) toggle(false);
  });
}
