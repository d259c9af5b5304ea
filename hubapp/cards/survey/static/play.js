// An order by pressing: what is pressed first has the first place, and pressed again it has none.
// What is sent stands in the lists of places, with or without this.
const said = document.getElementById("said");

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

class Ranks {
  constructor(list) {
    this.list = list;
    this.rows = [...list.querySelectorAll(".rank")];
    // What comes back with a problem was said before.
    const placed = this.rows.filter((row) => this.box(row).value);
    this.order = placed.sort((one, other) => this.box(one).selectedIndex - this.box(other).selectedIndex);
    list.querySelector("[data-plain]").hidden = true;
    list.querySelector("[data-press]").hidden = false;
    for (const row of this.rows) {
      row.querySelector(".rank-list").hidden = true;
      row.querySelector("button").hidden = false;
    }
    this.show();
  }

  box(row) { return row.querySelector("select"); }

  show() {
    for (const row of this.rows) {
      const place = this.order.indexOf(row) + 1, button = row.querySelector("button");
      // Its list has nothing first, then the places.
      this.box(row).selectedIndex = place;
      button.setAttribute("aria-pressed", String(place > 0));
      row.querySelector(".letter").textContent = place || "";
    }
  }

  press(row) {
    const thing = row.querySelector("button").textContent.replace(/^\s*\d*\s+/, "").trim();
    if (this.order.includes(row)) this.order = this.order.filter((each) => each !== row);
    else this.order.push(row);
    this.show();
    const place = this.order.indexOf(row) + 1;
    said.textContent = filled(place ? this.list.dataset.on : this.list.dataset.off, { thing, place });
  }
}

let ranks = null;

function begin(root) {
  const list = root.querySelector(".ranks");
  ranks = list ? new Ranks(list) : null;
}

addEventListener("click", (event) => {
  const row = event.target.closest?.(".rank button")?.closest(".rank");
  if (row && ranks) ranks.press(row);
});
addEventListener("hubapp:shown", (event) => begin(event.target));
begin(document);
