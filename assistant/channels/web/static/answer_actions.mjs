// What can be done with an answer without leaving it: copy, link, feedback. Without it, these are pages.

import { copy } from "./clipboard.mjs";

const PIECE = { "X-Stueck": "ja" }; // asks the server for the piece without its page

/**
 * @param {HTMLElement} conversation holds the answers; those added later are covered, too
 * @param {Record<string, string>} words what to say
 */
export function offerActions(conversation, words) {
  const on = (type, selector, act) =>
    conversation.addEventListener(type, (event) => {
      const target = event.target.closest(selector);
      if (!target || event.defaultPrevented) return;
      event.preventDefault();
      act(target).catch(() => tell(target, words.failed));
    });
  on("click", "[data-copy]", (button) => copyAnswer(button, words));
  on("submit", ".actions__share", (form) => share(form, words));
  on("click", "[data-rate]", openForm);
  on("submit", ".feedback", sendFeedback);
  on("click", "[data-close]", closeForm);
}

async function copyAnswer(button, words) {
  try {
    const { text, html } = await (await ask(button.dataset.copy)).json();
    await copy(text, html);
    tell(button, words.copied);
  } catch {
    tell(button, words.copy_failed);
  }
}

async function share(form, words) {
  const response = await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const address = page.querySelector("[data-link]").dataset.link;
  const copied = await copy(address).then(() => true, () => false);
  const link = document.createElement("a");
  link.href = link.textContent = address;
  tell(form, `${copied ? words.shared : words.link_made} `, link);
}

async function openForm(link) {
  const rating = link.closest("[data-rating]");
  rating.append(await piece(link.href));
  for (const old of [...rating.children].slice(0, -1)) old.hidden = true;
  rating.querySelector("[data-close]").hidden = false;
  (rating.querySelector("input:checked") ?? rating.querySelector("input")).focus();
}

async function closeForm(button) {
  const rating = button.closest("[data-rating]");
  button.closest("form").remove();
  for (const old of rating.children) old.hidden = false;
  rating.querySelector("[data-rate]").focus();
}

async function sendFeedback(form) {
  const rating = form.closest("[data-rating]");
  const body = new URLSearchParams(new FormData(form));
  const reply = await piece(form.action, { method: "POST", body });
  if (reply.matches("form")) {
    form.replaceWith(reply); // something is missing; it says what
    reply.querySelector("[data-close]").hidden = false;
    reply.querySelector("input").focus();
  } else {
    rating.replaceChildren(reply);
    rating.querySelector("[tabindex]")?.focus();
  }
}

/** The server rendered and escaped this. */
async function piece(address, options) {
  const response = await fetch(address, { ...options, headers: PIECE });
  if (!response.ok && response.status !== 422) throw new Error(response.statusText);
  return document.createRange().createContextualFragment(await response.text()).firstElementChild;
}

async function ask(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(response.statusText);
  return response;
}

function tell(element, ...content) {
  element.closest(".exchange").querySelector(".actions__told").replaceChildren(...content);
}
