// The line of a mapping says what its controls hold, while somebody changes them.
const form = document.getElementById("connect");
const control = (row, name) => row.querySelector(`[name$=".${name}"]`);
const chosen = (select) => select.selectedOptions[0]?.text ?? "";

function say({ target }) {
  const row = target.closest(".map-row");
  if (!row) return;
  // What more it can be told is of the source that stood here before.
  const more = row.querySelector(".map-more");
  if (more && target.name.endsWith(".source")) more.hidden = true;
  const [source, place] = [control(row, "source"), control(row, "target")];
  row.querySelector("[data-says=source]").textContent = chosen(source);
  const named = place.value.endsWith(".");
  const told = row.querySelector("[data-says=target]");
  told.querySelector("strong").textContent = (named && control(row, "name").value) || chosen(place);
  told.querySelector("small").textContent = named ? chosen(place) : "";
}

form.addEventListener("input", say);
