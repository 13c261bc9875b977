// The project check with JavaScript: no double projects, no lost draft, notes saved by themselves.
import { keepDraft } from "./draft.mjs";
import { keepNotes } from "./project_notes.mjs";

const forms = document.querySelectorAll("form[data-once]");
for (const form of forms) {
  // After the form has been read, or the pressed button would not be in it.
  form.addEventListener("submit", () => setTimeout(() => setDisabled(form, true)));
}
addEventListener("pageshow", () => forms.forEach((form) => setDisabled(form, false)));

const description = document.querySelector("#vorhaben textarea");
if (description) keepDraft(description);
if (document.querySelector("[data-created]")) forgetDraft();

const step = document.getElementById("schritt");
if (step) keepNotes(step);

function setDisabled(form, disabled) {
  for (const button of form.querySelectorAll("button")) button.disabled = disabled;
}

/** The draft has become a project. */
function forgetDraft() {
  try {
    sessionStorage.removeItem("entwurf:/vorhaben");
  } catch {
    /* Storage may be forbidden; then nothing was kept. */
  }
}
