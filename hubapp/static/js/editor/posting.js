// Sends a form to be saved, and tells a refusal, a lost session and a lost line apart.
// Browsers carry at most 64 KB beyond the end of a page.
const CARRIED = 60_000;
let loggedOut = false;

export const isLoggedOut = () => loggedOut;

// What a screen that saves by itself sends: pictures went up before, and what is saved by hand alone, such
// as a key, stays where it is.
export function bodyOf(form) {
  const data = new FormData(form);
  for (const each of form.querySelectorAll("[data-by-hand] [name]")) data.delete(each.name);
  for (const name of [...data.keys()]) if (name.endsWith("_file")) data.delete(name);
  data.set("_autosave", "1");
  return data;
}

function isCarried(data) {
  const sizes = [...data].map(([name, value]) => name.length + (value.size ?? 3 * value.length) + 200);
  return sizes.reduce((sum, size) => sum + size, 0) < CARRIED;
}

// What the server tells of a save. Throws a TypeError when it did not get through, else an Error in
// the words given.
export async function post(form, data, words) {
  // Whoever leaves while this is on its way has been told nothing yet, so it must arrive.
  const keepalive = isCarried(data);
  const answer = await fetch(form.action || location.href, { method: "POST", body: data, keepalive });
  const ours = answer.headers.get("content-type")?.startsWith("application/json");
  // The log-in page, or a refusal of the token, which went with the session.
  loggedOut = answer.redirected || (!ours && answer.status < 500);
  if (loggedOut) throw new Error(words.loggedOut);
  if (!ours) throw new TypeError(answer.statusText);
  const told = await answer.json();
  const why = told.left ? told.problem : words.refused.replace("{why}", () => told.problem);
  if (!answer.ok) throw Object.assign(new Error(why), told);
  return told;
}

// A new session has a new token.
export async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const token = page.querySelector("form[data-autosave] [name=csrf_token]")?.value;
  if (token) for (const each of document.querySelectorAll("[name=csrf_token]")) each.value = token;
}

// The link that a click follows in this tab, away from this page.
export function linkOf(event) {
  const link = event.target.closest?.("a[href]");
  const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);
  return plain && link && !link.target && !link.getAttribute("href").startsWith("#") ? link : null;
}
