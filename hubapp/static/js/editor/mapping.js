// The line of a mapping says what its controls hold, while somebody changes them.
const form = document.getElementById("connect");
const control = (row, name) => row.querySelector(`[name$=".${name}"]`);
const chosen = (select) => select.selectedOptions[0]?.text ?? "";
const put = (row, says, text) => { row.querySelector(`[data-says=${says}]`).textContent = text; };

// How the value is written: as the target that stands there now can be, else always.
function way(row, place) {
  const how = control(row, "how");
  if (!how) return "";
  const can = (place.selectedOptions[0]?.dataset.ways ?? "always").split(" ");
  for (const each of how.options) each.hidden = each.disabled = !can.includes(each.value);
  if (!can.includes(how.value)) how.value = "always";
  how.closest(".map-how").hidden = can.length < 2;
  return how.selectedOptions[0].dataset.says;
}

function say({ target }) {
  const row = target.closest(".map-row");
  if (!row) return;
  const [changed, place] = [target.name.slice(row.id.length + 1), control(row, "target")];
  if (changed === "source") {
    put(row, "source", chosen(target));
    // What more it can be told is of the source that stood here before.
    row.querySelector(".map-told")?.setAttribute("hidden", "");
  }
  if (changed === "target" || changed === "name") {
    const named = place.value.endsWith(".");
    row.querySelector("[data-says=target] strong").textContent =
      (named && control(row, "name").value) || chosen(place);
    put(row, "place", named ? chosen(place) : "");
  }
  if (changed === "target" || changed === "how") {
    const told = way(row, place);
    put(row, "way", told && `· ${told}`);
  }
}

form.addEventListener("input", say);
