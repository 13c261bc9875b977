// Pointing at a box of the map, or reaching it with the keyboard, brings out what it is connected with.
// Without this script the picture is the same, only still.

const picture = document.getElementById("landkarte");
const parts = [...picture.querySelectorAll("[data-of]")];

const boxOf = (target) => target?.closest?.("[data-id]") ?? null;

function show(box) {
  picture.classList.toggle("is-asked", box !== null);
  for (const part of parts) {
    part.classList.toggle("is-answer", box !== null && part.dataset.of.split(" ").includes(box.dataset.id));
  }
}

// Where the pointer leaves, the box in focus counts again.
const showFocused = () => show(boxOf(picture.querySelector("[data-id]:focus-visible")));

picture.addEventListener("pointerover", ({ target }) => (boxOf(target) ? show(boxOf(target)) : showFocused()));
picture.addEventListener("pointerleave", showFocused);
picture.addEventListener("focusin", showFocused);
picture.addEventListener("focusout", () => show(null));
