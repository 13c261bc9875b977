// „Auf diesem Gerät merken“ takes effect at once, without leaving the page.

/** @param {HTMLFormElement | null} form */
export function keepDevice(form) {
  if (!form) return;
  form.addEventListener("change", () => {
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => form.reset());
  });
}
