// Pictures go up as soon as they are chosen, dropped or pasted, one at a time, made smaller first. The
// card is saved after that, like any control. One that is refused is named and harms nothing else.

import { say, words } from "./bar.js";

const MOST = 10 * 1024 * 1024;
const LONGEST_SIDE = 1600;
// Drawing one of these again would stop what moves in it.
const MAY_MOVE = /gif|webp|apng|png/;
const waiting = [];
let [running, missed] = [null, null];
export const uploading = () => running ?? (waiting.length ? again() : null);

async function smaller(file) {
  if (file.size < MOST && MAY_MOVE.test(file.type)) return file;
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return file;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  if (scale === 1 && file.size < MOST) return file;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/webp", 0.9); });
  return blob ? new File([blob], file.name, { type: blob.type }) : file;
}

function send(form, file, told) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("file", file, file.name);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.pictures);
    request.upload.onprogress = ({ loaded, total }) => told(Math.round((100 * loaded) / total));
    request.onerror = () => failed(new TypeError("away"));
    request.onload = () => {
      const ours = request.getResponseHeader("content-type")?.startsWith("application/json");
      if (ours) return done(JSON.parse(request.responseText));
      if (request.status === 413) return done({ problem: words.tooLarge.replace("{name}", () => file.name) });
      failed(new TypeError(request.statusText));
    };
    request.send(body);
  });
}

const boxOf = (form, name) => form.elements[name]?.closest("[data-picture]");

function progress(box, share) {
  const bar = box?.querySelector("progress");
  if (!bar) return;
  bar.hidden = share === null;
  bar.value = share ?? 0;
}

// Said at the box as well: the bar goes on to say what is saved.
function refuse(box, sentence) {
  box?.querySelector("[data-refused]")?.remove();
  if (!box || !sentence) return;
  const shown = document.createElement("p");
  Object.assign(shown, { className: "invalid-feedback d-block", textContent: sentence });
  shown.dataset.refused = "";
  shown.setAttribute("role", "alert");
  box.querySelector(".pic-box").after(shown);
}

function picture(box, url) {
  const image = box.querySelector("img") ?? document.createElement("img");
  if (!url) return image.remove();
  Object.assign(image, { className: "picked", src: url, alt: box.dataset.alt });
  box.querySelector(".pic-box").prepend(image);
}

// What the box shows: the picture, or that there is none. url: empty for none.
export function show(box, id, url) {
  const held = box.querySelector("input[type=hidden]");
  held.value = id;
  box.classList.toggle("has-picture", Boolean(id));
  picture(box, id && url);
  held.dispatchEvent(new Event("input", { bubbles: true }));
}

async function next(form) {
  const { name, file } = waiting[0];
  progress(boxOf(form, name), 0);
  say(words.sending.replace("{name}", () => file.name));
  const small = await smaller(file);
  const answer = small.size > MOST
    ? { problem: words.tooLarge.replace("{name}", () => file.name) }
    : await send(form, small, (share) => progress(boxOf(form, name), share));
  waiting.shift();
  const box = boxOf(form, name);
  progress(box, null);
  refuse(box, answer.problem);
  if (answer.problem) say(answer.problem, true);
  else if (box) show(box, answer.id, answer.url);
  return answer.problem;
}

async function all(form) {
  const problems = [];
  while (waiting.length) {
    const problem = await next(form);
    if (problem) problems.push(problem);
  }
  if (problems.length) say(problems.join(" "), true);
}

// Sends what waits; a promise of whether all of it is up.
export function again(form = document.querySelector("form[data-pictures]")) {
  clearTimeout(missed);
  if (!waiting.length || !form) return running;
  running ??= all(form).then(() => true, () => {
    say(words.away, true);
    missed = setTimeout(again, 5_000);
    return false;
  }).finally(() => { running = null; });
  return running;
}

// The first of them to this box, the others to the next of its kind that have none yet.
export function take(form, box, files) {
  const kind = box.dataset.picture;
  const boxes = [...form.querySelectorAll("[data-picture]")].filter((each) => each.dataset.picture === kind);
  const free = boxes.slice(boxes.indexOf(box) + 1).filter((each) => !each.classList.contains("has-picture"));
  const places = [box, ...free];
  [...files].slice(0, places.length).forEach((file, at) => {
    waiting.push({ name: places[at].querySelector("input[type=hidden]").name, file });
  });
  const left = files.length - places.length;
  const done = again(form);
  if (left > 0) done?.then(() => say(words.noPlace.replace("{count}", left), true));
}
