// This screen as the server has it now, without what stands in its boxes.
export async function fetched(address = location.href) {
  const answer = await fetch(address);
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

// Put what stands on the screen anew where it became something else; who is in it is not thrown out.
export function renew(id, page) {
  const [old, fresh] = [document.getElementById(id), page?.getElementById(id)];
  if (old && fresh && old.innerHTML !== fresh.innerHTML && !old.contains(document.activeElement)) {
    old.replaceWith(fresh);
  }
}
