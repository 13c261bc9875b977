// Shows what another window has stored at a question, so that a person can bring both texts together.

/**
 * @param {HTMLFormElement} form of one step
 * @param {string} id of the question
 * @param {{note: string, state: string}} theirs
 * @param {() => void} decided called when both texts have been joined
 */
export function showConflict(form, id, theirs, decided) {
  document.getElementById(`anderswo-${id}`)?.remove();
  const note = form.elements[`notiz-${id}`];
  const box = document.getElementById("konflikt").content.firstElementChild.cloneNode(true);
  box.id = `anderswo-${id}`;
  if (theirs.note) box.querySelector(".conflict__note").textContent = theirs.note;
  box.querySelector(".conflict__state").textContent = JSON.parse(form.dataset.states)[theirs.state];
  const join = box.querySelector("button");
  join.hidden = false;
  join.addEventListener("click", () => {
    note.value = [note.value, theirs.note].filter(Boolean).join("\n\n");
    box.remove();
    note.focus();
    decided();
  });
  form.querySelector(`[data-question="${id}"]`).append(box);
  note.setAttribute("aria-describedby", `notiz-hinweis ${box.id}`);
}
