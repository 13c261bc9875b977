// Copies as formatted and as plain text, also where the page is not served over HTTPS.

/**
 * @param {string} text
 * @param {string} [html] the same for word processors
 * @throws when the browser does not allow it
 */
export async function copy(text, html) {
  if (navigator.clipboard?.write && html) {
    const kinds = { "text/plain": text, "text/html": html };
    const blobs = Object.entries(kinds).map(([type, content]) => [type, new Blob([content], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  } else if (navigator.clipboard?.writeText) {
    await navigator.clipboard.writeText(text);
  } else {
    copyByEvent(text, html);
  }
}

/** The old way: the browser asks the page for the content. Plain HTTP has no other. */
function copyByEvent(text, html) {
  const give = (event) => {
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    event.preventDefault();
  };
  document.addEventListener("copy", give, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", give);
  if (!done) throw new Error("copying is not allowed");
}
