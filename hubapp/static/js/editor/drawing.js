// What numbers mean, drawn while they are typed: the ruler of scores and how often a result comes up.

const form = document.querySelector("form[data-autosave]");
const SVG = "http://www.w3.org/2000/svg";
const numberOf = (box) => Number(box?.value) || 0;

function rule(ruler) {
  const most = Number(ruler.dataset.ruler);
  const rows = [...ruler.querySelectorAll("[data-row]")];
  const from = (row) => numberOf(row.querySelector("[name$='.from_score']"));
  const starts = [...new Set(rows.map(from))].sort((a, b) => a - b);
  ruler.querySelector(".ruler").replaceChildren(...starts.filter((each) => each <= most).map((start, at, all) => {
    const part = document.createElementNS(SVG, "rect");
    const end = all[at + 1] ?? most + 1;
    Object.entries({ x: start, y: 0, width: end - start, height: 1, class: `part-${at % 4}` })
      .forEach(([name, value]) => part.setAttribute(name, value));
    return part;
  }));
  for (const row of rows) {
    const start = from(row);
    const end = Math.min(most, (starts[starts.indexOf(start) + 1] ?? most + 1) - 1);
    const words = start > most ? "never" : start === end ? "only" : "between";
    row.querySelector("[data-range]").textContent =
      ruler.dataset[words].replace("{from}", start).replace("{to}", end);
  }
}

function share(list) {
  const rows = [...list.querySelectorAll("[data-row]")];
  const weights = rows.map((row) => Math.max(0, numberOf(row.querySelector("[name$='.weight']"))));
  const all = weights.reduce((sum, each) => sum + each, 0);
  rows.forEach((row, at) => {
    const part = all ? Math.round((1000 * weights[at]) / all) / 10 : 0;
    row.querySelector("[data-share]").textContent = `${part} %`;
  });
}

function draw() {
  for (const each of form.querySelectorAll("[data-ruler]")) rule(each);
  for (const each of form.querySelectorAll("[data-odds]")) share(each);
}

if (form) {
  form.addEventListener("input", draw);
  form.addEventListener("hubapp:fresh", draw);
  draw();
}
