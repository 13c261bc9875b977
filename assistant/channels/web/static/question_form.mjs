// The form for a question: what is in it, what is wrong with it, and whether it may be sent.

/** The key of one question: sent again, it is still the same question. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID needs HTTPS
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Form {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, string>} words what to say
   */
  constructor(form, words) {
    this.form = form;
    this.words = words;
    this.field = form.elements.frage;
    this.stopButton = document.getElementById("abbrechen");
    this.sendButton = document.getElementById("senden");
    this.label = form.querySelector("label[for=frage]");
    this.problem = document.getElementById("frage-fehler");
    this.decision = document.getElementById("entscheidung");
    document.getElementById("aendern").addEventListener("click", (event) => {
      event.preventDefault();
      this.complain("");
      this.field.focus();
    });
    this.field.addEventListener("input", () => {
      if (!this.decision.hidden) this.complain(""); // it was about what stood there before
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit(this.sendButton);
    });
    new ResizeObserver(() => this.#measure()).observe(form);
  }

  set conversation(id) {
    this.form.elements.gespraech.value = id;
  }

  /** @param {(wish: {question: string, typed: boolean, decision: string}) => void} ask */
  onSubmit(ask) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { name = "", value = "" } = event.submitter ?? {};
      const decision = name === "maskiert" || name === "trotzdem" ? name : "";
      const carried = name === "vorschlag" || decision ? value : "";
      ask({ question: carried || this.field.value, typed: !carried, decision });
    });
  }

  /** What the server would refuse for sure, or "". */
  check(question) {
    if (!question.trim()) return this.words.empty;
    const limit = Number(this.form.dataset.limit);
    if (question.trim().length <= limit) return "";
    const local = (number) => number.toLocaleString(this.form.dataset.language);
    return this.words.too_long.replace("{length}", local(question.trim().length)).replace("{limit}", local(limit));
  }

  body({ question, decision }, key) {
    const { gespraech, bereich } = this.form.elements;
    const body = new URLSearchParams({ frage: question, anfrage: key, gespraech: gespraech.value });
    if (bereich?.value) body.set("bereich", bereich.value);
    if (decision) body.set(decision, "");
    return body;
  }

  /** Says what is wrong, at the field; "" takes it back. */
  complain(message) {
    this.problem.textContent = message;
    this.decision.hidden = true;
    if (message) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
    document.getElementById("frage-feld").classList.toggle("kern-form-input--error", Boolean(message));
    // Who reads or works elsewhere on the page meanwhile stays there.
    const here = document.activeElement;
    if (message && (here === document.body || this.form.contains(here))) this.field.focus();
  }

  /** Lets the person decide about personal data in the question, which may be that of a button. */
  offerDecision({ question, typed }) {
    const about = document.getElementById("gemeint");
    const carried = typed || question === this.field.value ? "" : question;
    about.hidden = !carried;
    about.textContent = about.dataset.text.replace("{question}", carried);
    for (const button of this.decision.querySelectorAll("button")) button.value = carried;
    this.decision.hidden = false;
  }

  /** While an answer is written, the buttons keep their places and the focus, but ask nothing. */
  busy(yes) {
    if (!yes && this.stopButton === document.activeElement) this.field.focus();
    this.stopButton.classList.toggle("ask__stop--on", yes);
    for (const button of [this.sendButton, ...document.querySelectorAll(".question")]) {
      button.setAttribute("aria-disabled", String(yes));
    }
  }

  /** A form that sticks to the lower edge must not cover what has the focus (WCAG 2.4.11). */
  #measure() {
    document.documentElement.style.setProperty("--ask-height", `${this.form.offsetHeight}px`);
  }
}
