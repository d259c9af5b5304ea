// Rows of a list are written one after another: Enter goes to the next one and makes it at the end,
// several lines that are pasted are as many rows, the handle drags a row to another place.

const FIELD = /^(.+)\.([a-z0-9]+)\.([a-z_]+)$/;
const form = document.querySelector("form[data-autosave]");
const orderOf = (list) => form.elements[`${list}.order`];
const idsOf = (list) => orderOf(list).value.split(" ").filter(Boolean);
// Whoever saves the screen sends it like any list button.
const press = (value, detail = {}) =>
  form.dispatchEvent(new CustomEvent("hubapp:list", { detail: { value, ...detail } }));

function partsOf(box) {
  const [, list, id, field] = box.name?.match(FIELD) ?? [];
  return list && box.closest("[data-rows]")?.dataset.rows === list ? { list, id, field } : null;
}

const LINES = "input.form-control:is(:not([type]), [type=text], [type=number])";
const isLine = (box) => box.matches?.(LINES);

function goOn(event) {
  if (event.key !== "Enter" || event.isComposing || !isLine(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const parts = partsOf(event.target);
  if (intoRows(event) || !parts) return;
  event.preventDefault();
  const ids = idsOf(parts.list);
  const after = ids[ids.indexOf(parts.id) + 1];
  if (after) form.elements[`${parts.list}.${after}.${parts.field}`]?.focus();
  else if (event.target.value.trim()) press(`add:${parts.list}`);
}

// From what is asked to the first of its answers.
function intoRows(event) {
  const rows = event.target.closest("[data-item]")?.querySelector("[data-rows]");
  const first = rows && [...rows.querySelectorAll("input")].find(isLine);
  if (!first || rows.contains(event.target)) return false;
  event.preventDefault();
  first.focus();
  return true;
}

function pasted(event) {
  const parts = isLine(event.target) && partsOf(event.target);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const lines = text.split("\n").map((each) => each.trim()).filter(Boolean);
  if (!parts || lines.length < 2) return;
  event.preventDefault();
  const [box, order, before] = [event.target, orderOf(parts.list), orderOf(parts.list).value];
  box.setRangeText(lines[0], box.selectionStart, box.selectionEnd, "end");
  const ids = idsOf(parts.list);
  const fresh = lines.slice(1).map((text) => {
    const id = crypto.getRandomValues(new Uint32Array(2)).reduce((made, each) => made + each.toString(36), "");
    const made = Object.assign(document.createElement("input"), { type: "hidden", value: text });
    made.name = `${parts.list}.${id}.${parts.field}`;
    form.append(made);
    return { id, made };
  });
  ids.splice(ids.indexOf(parts.id) + 1, 0, ...fresh.map(({ id }) => id));
  order.value = ids.join(" ");
  // Did it not get through, the lines stand in the row itself.
  const missed = () => {
    for (const { made } of fresh) made.remove();
    order.value = before;
    box.value = [box.value, ...lines.slice(1)].join(" ");
  };
  press(`paste:${parts.list}.${fresh.at(-1).id}`, { missed });
}

function dragged(rows, { item, oldIndex, newIndex, from }) {
  if (oldIndex === newIndex) return;
  const list = rows.dataset.rows;
  const before = orderOf(list).value;
  const ids = [...from.children].map((each) => each.id.slice(list.length + 1));
  orderOf(list).value = ids.filter((id) => before.split(" ").includes(id)).join(" ");
  const missed = () => {
    orderOf(list).value = before;
    item.remove();
    from.insertBefore(item, from.children[oldIndex] ?? null);
  };
  press(`order:${item.id}`, { missed });
}

async function draggable() {
  const lists = [...form.querySelectorAll("[data-rows]")];
  const source = document.getElementById("cards")?.dataset.sortable;
  if (!lists.length || !source) return;
  const { default: Sortable } = await import(source);
  const animation = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150;
  for (const rows of lists) {
    new Sortable(rows, { animation, handle: ".grip", draggable: "[data-row]", onEnd: (event) => dragged(rows, event) });
  }
}

if (form) {
  form.addEventListener("keydown", goOn);
  form.addEventListener("paste", pasted);
  form.addEventListener("hubapp:fresh", draggable);
  draggable();
}
