// Makes a pile of the list: one thing at a time, yes or no by button, arrow key or swipe, each of
// which can be taken back. What is ticked in the list is what is sent, with or without this.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const YES = "1", NO = "0", FAR = 90, LEAVES = 180;
const said = document.getElementById("said");
let pile = null;

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

class Pile {
  constructor(list) {
    this.list = list;
    this.things = [...list.querySelectorAll(".swipe")];
    this.panel = list.querySelector(".swipes");
    this.act = list.closest("form").querySelector(".act");
    this.key = "hubapp-swiped:" + location.pathname;
    this.answers = this.kept();
    this.things.forEach((thing, at) => { this.box(thing).checked = this.answers[at] === YES; });
    list.classList.add("is-pile");
    list.querySelector("[data-list]").hidden = true;
    this.panel.hidden = false;
    this.show();
  }

  box(thing) { return thing.querySelector("input"); }

  // What was said before the page was left: not lost, unless there are other things now.
  kept() {
    try {
      const [ids, answers] = JSON.parse(sessionStorage.getItem(this.key) || "[]");
      return ids === this.ids() ? answers : [];
    } catch { return []; }
  }

  keep() {
    try { sessionStorage.setItem(this.key, JSON.stringify([this.ids(), this.answers])); } catch { /* private mode */ }
  }

  ids() { return this.things.map((thing) => this.box(thing).value).join(" "); }

  get top() { return this.things[this.answers.length]; }

  show() {
    const at = this.answers.length, over = at === this.things.length;
    for (const thing of this.things) thing.hidden = thing !== this.top;
    for (const button of this.panel.querySelectorAll("[data-say]")) button.hidden = over;
    this.panel.querySelector(".end").hidden = !over;
    const numbers = { at: Math.min(at + 1, this.things.length), all: this.things.length };
    this.panel.querySelector(".count").textContent = over ? "" : filled(this.list.dataset.count, numbers);
    this.panel.querySelector("[data-undo]").disabled = at === 0;
    this.act.hidden = !over;
    this.list.querySelector("legend").hidden = over;
  }

  tell() {
    const at = this.answers.length + 1, all = this.things.length, picture = this.top?.querySelector("img");
    const thing = [picture?.alt, this.top?.textContent.trim()].filter(Boolean).join(". ");
    said.textContent = this.top ? filled(this.list.dataset.next, { at, all, thing }) : this.list.dataset.end;
  }

  async say(answer) {
    const thing = this.top;
    if (!thing || this.leaving) return;
    this.leaving = true;
    if (!still.matches) {
      thing.classList.add("is-leaving");
      thing.style.transform = `translateX(${answer === YES ? 120 : -120}%) rotate(${answer === YES ? 12 : -12}deg)`;
      await new Promise((done) => setTimeout(done, LEAVES));
    }
    thing.classList.remove("is-leaving");
    thing.style.transform = "";
    this.box(thing).checked = answer === YES;
    this.answers.push(answer);
    this.leaving = false;
    this.went();
    if (!this.top) this.act.querySelector("button").focus();
  }

  undo() {
    if (!this.answers.length || this.leaving) return;
    this.answers.pop();
    this.box(this.top).checked = false;
    this.went();
    if (!this.answers.length) this.panel.querySelector("[data-say=\"1\"]").focus();
  }

  went() {
    this.keep();
    this.show();
    this.tell();
  }

  follow(down) {
    const thing = this.top;
    if (!thing?.contains(down.target) || this.leaving || !down.isPrimary) return;
    thing.setPointerCapture(down.pointerId);
    let far = 0;
    const move = (event) => {
      far = event.clientX - down.clientX;
      thing.style.transform = `translateX(${far}px) rotate(${still.matches ? 0 : far / 24}deg)`;
      for (const button of this.panel.querySelectorAll("[data-say]")) {
        button.classList.toggle("is-near", Math.abs(far) > FAR && (button.dataset.say === YES) === far > 0);
      }
    };
    const end = (event) => {
      thing.removeEventListener("pointermove", move);
      for (const button of this.panel.querySelectorAll("[data-say]")) button.classList.remove("is-near");
      thing.style.transform = "";
      if (event.type === "pointerup" && Math.abs(far) > FAR) this.say(far > 0 ? YES : NO);
    };
    thing.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) thing.addEventListener(name, end, { once: true });
  }
}

function begin(root) {
  const list = root.querySelector(".swiper");
  pile = list ? new Pile(list) : null;
}

addEventListener("click", (event) => {
  if (!pile?.list.contains(event.target)) return;
  const button = event.target.closest("button");
  if (button?.dataset.say) pile.say(button.dataset.say);
  else if (button && "undo" in button.dataset) pile.undo();
  else if (event.target.closest(".swipe")) event.preventDefault();
});
addEventListener("keydown", (event) => {
  const answer = { ArrowLeft: NO, ArrowRight: YES }[event.key];
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (pile?.top && answer && plain) pile.say(answer);
});
addEventListener("pointerdown", (event) => pile?.follow(event));
addEventListener("hubapp:shown", (event) => begin(event.target));
begin(document);
