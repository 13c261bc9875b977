// Keys: `/` to the question, `?` for help, Esc stops. The single characters can be switched off (WCAG 2.1.4).

import { choose, chosen } from "./preferences.mjs";

/**
 * @param {{field: HTMLElement, dialog: HTMLDialogElement, button: HTMLElement, enabled: HTMLInputElement,
 *   stop: () => boolean}} parts `stop` tells whether there was something to stop
 */
export function listenForKeys({ field, dialog, button, enabled, stop }) {
  enabled.checked = chosen("tasten") !== "aus";
  enabled.addEventListener("change", () => choose("tasten", enabled.checked ? "" : "aus"));
  button.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
    if (event.key === "Escape") {
      if (stop()) event.preventDefault();
    } else if (enabled.checked && !isTyping(event.target)) {
      if (event.key === "/") field.focus();
      else if (event.key === "?") dialog.showModal();
      else return;
      event.preventDefault();
    }
  });
}

function isTyping(element) {
  return element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}
