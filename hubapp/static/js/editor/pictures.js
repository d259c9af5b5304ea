// A chosen picture that is larger than we take is made smaller before it goes out.
const MOST = 10 * 1024 * 1024;
const LONGEST_SIDE = 1600;
const fitting = new WeakSet();

export const isFitting = (input) => fitting.has(input);

async function smaller(file) {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/webp", 0.9); });
  return new File([blob], file.name, { type: blob.type });
}

// Makes what was chosen fit. If that cannot be, it is taken out again, and the sentence why is returned.
export async function fit(input, words) {
  const [file] = input.files;
  if (!file || file.size < MOST) return "";
  fitting.add(input);
  try {
    const kept = new DataTransfer();
    kept.items.add(await smaller(file));
    input.files = kept.files;
    return "";
  } catch {
    input.value = "";
    return words.tooLarge.replace("{name}", () => file.name);
  } finally {
    fitting.delete(input);
  }
}
