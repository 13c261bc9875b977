// Keeps what is typed but not sent, for this tab and this address, across reloading and going elsewhere.

/**
 * @param {HTMLTextAreaElement} field restored unless the server has filled it
 * @returns {{sent: () => void}} `sent`: the text was taken, nothing is to be kept
 */
export function keepDraft(field) {
  const key = () => `entwurf:${location.pathname}`;
  if (field.value) write(key(), field.value); // typed before this script began
  else field.value = read(key()) ?? "";
  field.addEventListener("input", () => write(key(), field.value));
  return { sent: () => write(key(), "") };
}

// Storage may be forbidden; then nothing is kept.
function read(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, text) {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    /* as above */
  }
}
