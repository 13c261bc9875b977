// Printing and copying, where the browser can; without this script both are done by hand.

import { copy } from "./clipboard.mjs";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const status = button.form.querySelector('[role="status"]');
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copy(field.value);
      status.textContent = button.dataset.copied;
    } catch {
      field.select();
      status.textContent = button.dataset.failed;
    }
  });
}
