// The exchanges on the page: one that is being written, and those that are finished.

import { Writing } from "./writing.mjs";

/** An exchange that is being written. */
class Pending {
  #element;
  #writing;

  constructor(element) {
    this.#element = element;
    this.#writing = new Writing(element.querySelector(".prose"));
  }

  set question(text) {
    this.#element.querySelector("h2").textContent = text;
  }

  add(text) {
    this.#writing.add(text);
  }

  /** What was written does not count; it stays visible until the first new word. */
  clear() {
    this.#writing.restart();
  }

  /** Puts the finished exchange in its place; the server rendered and escaped it. */
  finish(html) {
    this.#writing.stop();
    const finished = document.createRange().createContextualFragment(html).firstElementChild;
    this.#element.replaceWith(finished);
  }

  remove() {
    this.#writing.stop();
    this.#element.remove();
  }
}

export class Talk {
  /**
   * @param {HTMLElement} place holds the exchanges
   * @param {HTMLElement} label of the question's field
   * @param {{question: string, question_next: string}} words
   */
  constructor(place, label, words) {
    this.place = place;
    this.label = label;
    this.words = words;
    this.path = place.dataset.path; // of what is shown; the browser may have moved on before this script began
  }

  /** Shows the question at once, and room for its answer. */
  begin(question) {
    const element = document.getElementById("wartend").content.firstElementChild.cloneNode(true);
    const pending = new Pending(element);
    pending.question = question;
    if (this.#isStart()) document.getElementById("titel").textContent = question;
    this.place.append(element);
    this.place.classList.add("conversation--live");
    this.#arrange();
    element.scrollIntoView({ block: "start" });
    return pending;
  }

  /** The exchange of this page whose answer was being written when it was loaded, if any. */
  unfinished() {
    return [...this.place.querySelectorAll("[data-follow]")].at(-1);
  }

  rejoin(element) {
    element.setAttribute("aria-busy", "true");
    element.querySelector(".exchange__again")?.remove();
    return new Pending(element);
  }

  /** The question was not taken, or its answer got lost. */
  drop(pending) {
    pending.remove();
    this.#arrange();
  }

  /** The server has the question: the conversation has an address now. */
  started(pending, { conversation, question, url }) {
    pending.clear();
    pending.question = question;
    for (const link of document.querySelectorAll("#kopf [data-address]")) {
      link.href = link.dataset.address.replace("{id}", conversation);
    }
    if (this.path === url) return;
    const title = document.getElementById("titel").textContent;
    document.title = `${title} – ${document.title}`;
    history.pushState(null, "", url);
    this.path = url;
  }

  #isStart() {
    return document.getElementById("kopf").hidden;
  }

  /** What belongs to the start page is there while nothing has been asked. */
  #arrange() {
    const talking = this.path !== "/" || this.place.childElementCount > 0;
    document.getElementById("kopf").hidden = !talking;
    for (const id of ["willkommen", "beispiele", "zuletzt", "grenzen"]) {
      const part = document.getElementById(id);
      if (part) part.hidden = talking;
    }
    this.label.textContent = talking ? this.words.question_next : this.words.question;
  }
}
