// „Mein Bereich“: remembered in this browser only; swaps the example questions.

import { choose, chosen } from "./preferences.mjs";

/**
 * @param {HTMLSelectElement | null} select
 * @param {HTMLElement | null} starters section with `data-examples`: questions by department
 */
export function offerDepartment(select, starters) {
  if (!select) return;
  const show = () => starters && swap(starters, select.value);
  select.addEventListener("change", () => {
    choose("bereich", select.value);
    show();
  });
  const known = [...select.options].some((option) => option.value === chosen("bereich"));
  if (select.value || !known || !chosen("bereich")) return;
  select.value = chosen("bereich");
  show();
}

function swap(starters, department) {
  const examples = JSON.parse(starters.dataset.examples);
  const list = starters.querySelector("ul");
  const model = list.firstElementChild;
  const items = (examples[department] ?? examples[""]).map((question) => {
    const item = model.cloneNode(true);
    const button = item.querySelector("button");
    button.value = button.textContent = question;
    return item;
  });
  list.replaceChildren(...items);
}
