// The picker of cards over the screen on which one is: no page in between. Without a script it is one.

const link = document.getElementById("add-card");

async function open(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  event.stopPropagation();
  const answer = await fetch(link.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const picker = page && page.querySelector(".picker");
  if (!picker) return location.assign(link.href);
  for (const each of picker.querySelectorAll("form")) each.action = link.href;
  const dialog = document.createElement("dialog");
  dialog.className = "picking";
  const title = Object.assign(document.createElement("h2"), { id: "picking", textContent: link.textContent.trim() });
  dialog.setAttribute("aria-labelledby", title.id);
  const close = Object.assign(document.createElement("button"), {
    type: "button", className: "btn btn-ghost-secondary", textContent: link.dataset.close,
  });
  close.addEventListener("click", () => dialog.close());
  const head = document.createElement("div");
  head.className = "head";
  head.append(title, close);
  dialog.append(head, picker);
  // A press beside it closes it as well.
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  document.body.append(dialog);
  dialog.showModal();
  picker.querySelector("button")?.focus();
}

link?.addEventListener("click", open);
