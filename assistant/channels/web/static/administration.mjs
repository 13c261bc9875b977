// The administration area with JavaScript: the running job is followed, an upload is checked before it is sent.

const EVERY_MS = 1500;

const job = document.getElementById("auftrag");
if (job) follow(job, document.getElementById("auftrag-ansage"));

const form = document.getElementById("hochladen");
form?.addEventListener("submit", (event) => {
  const field = document.getElementById("dateien");
  const size = [...field.files].reduce((sum, file) => sum + file.size, 0);
  const tooLarge = size > Number(form.dataset.limit) * 1_000_000;
  document.getElementById("dateien-fehler").textContent = tooLarge ? form.dataset.tooLarge : "";
  field.setAttribute("aria-invalid", String(tooLarge));
  if (tooLarge) {
    event.preventDefault();
    field.focus();
  } else {
    document.getElementById("hochladen-stand").textContent = form.dataset.sending;
  }
});

/** Replaces the job's part of the page with what the server renders, until the job has ended. */
async function follow(place, announcement) {
  let spoken = place.firstElementChild?.dataset.spoken;
  while (place.querySelector("[data-state=running]")) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const html = await fetch(place.dataset.address)
      .then((response) => (response.ok ? response.text() : null))
      .catch(() => null); // the server is restarting, or the line is down: try again
    if (html === null) continue;
    replace(place, document.createRange().createContextualFragment(html));
    const now = place.querySelector("[data-spoken]")?.dataset.spoken;
    if (now && now !== spoken) announcement.textContent = spoken = now;
  }
}

/** Puts `fresh` in place; the button or link that has the focus keeps it, as long as there still is one. */
function replace(place, fresh) {
  const focused = place.contains(document.activeElement) ? document.activeElement.className : null;
  const opened = place.querySelector("details[open]") !== null;
  place.replaceChildren(fresh);
  if (opened) place.querySelector("details")?.setAttribute("open", "");
  if (focused !== null) {
    const again = [...place.querySelectorAll("a, button, summary")].find((one) => one.className === focused);
    const heading = place.querySelector("h2");
    if (!again) heading?.setAttribute("tabindex", "-1");
    (again ?? heading)?.focus();
  }
}
