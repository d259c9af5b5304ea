// For pages of others that show a hub or a card in a frame: the frame grows with what is in it.
(() => {
  const ours = new URL(document.currentScript.src).origin;
  const TALLEST = 20000;

  function frameOf(source) {
    return [...document.querySelectorAll("iframe")].find(({ contentWindow }) => contentWindow === source);
  }

  function grow(frame, height) {
    if (typeof height !== "number" || !(height > 0)) return;
    const fits = Math.min(Math.ceil(height), TALLEST);
    frame.style.height = `${fits}px`;
  }

  addEventListener("message", ({ origin, source, data }) => {
    const frame = origin === ours && data && typeof data === "object" && frameOf(source);
    if (!frame) return;
    if (data.hubapp === "here") source.postMessage({ hubapp: "hello" }, ours);
    if (data.hubapp === "height" || data.hubapp === "shown") grow(frame, data.height);
    // The next step stands at the frame's top: it has to be seen.
    if (data.hubapp === "shown" && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });
  // A frame that was there before this script.
  for (const { src, contentWindow } of document.querySelectorAll("iframe")) {
    if (src.startsWith(`${ours}/`)) contentWindow.postMessage({ hubapp: "hello" }, ours);
  }
})();
