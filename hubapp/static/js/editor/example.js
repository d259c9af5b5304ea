// The example beside the mapping follows the draft, and shows for whom it is chosen; a button does the same
// without a script. What is chosen is posted with it, and is no part of what the screen saves.
const form = document.getElementById("connect");
const at = (id) => document.getElementById(id);
const isOurs = ({ target }) => target.closest("#example");
let [asked, timer] = [0];

function choice() {
  const data = new FormData();
  data.set("csrf_token", form.elements.csrf_token.value);
  for (const each of at("example").querySelectorAll("input, select")) {
    if (each.checked || !/radio|checkbox/.test(each.type)) data.append(each.name, each.value);
  }
  return data;
}

// What stands there keeps its focus, as long as the same is asked.
function ask(fresh) {
  const names = (list) => [...list.querySelectorAll("[name=_asked]")].map((each) => each.value).join(" ");
  if (names(fresh) !== names(at("asked"))) at("asked").replaceWith(fresh);
}

function put(fresh) {
  const old = at("received");
  const opened = [...old.querySelectorAll("details")].map((each) => each.open);
  old.replaceWith(fresh);
  fresh.querySelectorAll("details").forEach((each, place) => { each.open = opened[place] ?? each.open; });
  const said = [...fresh.querySelectorAll("[data-said]")].map((each) => each.innerText.replace(/\s+/g, " "));
  if (at("received-said").textContent !== said.join(" ")) at("received-said").textContent = said.join(" ");
}

async function refresh() {
  clearTimeout(timer);
  const mine = ++asked;
  try {
    const answer = await fetch(at("example").dataset.at, { method: "POST", body: choice() });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [boxes, received] = ["asked", "received"].map((id) => page.getElementById(id));
    if (mine !== asked || !received) return;
    ask(boxes);
    put(received);
  } catch { /* The example of before stays, which says of whom it is; the next change tries again. */ }
}

for (const kind of ["input", "change"]) {
  // Before autosave.js, which listens to the form.
  form.addEventListener(kind, (event) => {
    if (!isOurs(event)) return;
    event.stopPropagation();
    clearTimeout(timer);
    // What is chosen is chosen; whoever types goes on.
    timer = setTimeout(refresh, event.target.type === "text" ? 150 : 0);
  }, true);
}
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !isOurs(event) || !event.target.matches("input")) return;
  event.preventDefault(); // It would save the mapping.
  refresh();
});
addEventListener("hubapp:saved", refresh);
