// In a frame: tells the page around how tall this one is, if that is of a site that the hub names.
const sites = document.documentElement.dataset.embed.split(" ");
let around = "";

function tell(what) {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (around) parent.postMessage({ hubapp: what, height }, around);
}

addEventListener("message", ({ source, origin, data }) => {
  if (source !== parent || !sites.includes(origin) || data?.hubapp !== "hello") return;
  around = origin;
  tell("height");
});
new ResizeObserver(() => tell("height")).observe(document.body);
addEventListener("hubapp:shown", () => tell("shown"));
// Says nothing but that somebody is here; who answers is looked at.
if (parent !== window) parent.postMessage({ hubapp: "here" }, "*");
