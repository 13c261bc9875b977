// Shows an answer's text while it is written. Only the last block changes, and only it is remembered.

export class Writing {
  #place;
  #tail = ""; // text of the last block, which may go on
  #last = null; // its element
  #fresh = true; // what stands in the place does not count
  #frame = null;

  /** @param {HTMLElement} place to be filled with paragraphs and lists */
  constructor(place) {
    this.#place = place;
  }

  /** Shows more text, with the next frame at the latest. */
  add(text) {
    this.#tail += text;
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  /** Begins anew; what was shown stays until there is something else. */
  restart() {
    this.stop();
    this.#tail = "";
    this.#fresh = true;
  }

  /** Nothing more is drawn. */
  stop() {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
  }

  #draw() {
    this.#frame = null;
    const blocks = this.#tail.split(/\n{2,}/);
    if (this.#fresh && blocks.some((block) => block.trim())) {
      this.#place.replaceChildren();
      this.#last = null;
      this.#fresh = false;
    }
    for (const [i, block] of blocks.entries()) {
      if (i) this.#last = null; // the one before is complete
      if (!block.trim()) continue;
      const element = made(block);
      if (this.#last) this.#last.replaceWith(element);
      else this.#place.append(element);
      this.#last = element;
    }
    this.#tail = blocks.at(-1);
  }
}

function made(block) {
  const lines = block.split("\n");
  if (!lines.every((line) => line.startsWith("- "))) return filled("p", block);
  const list = document.createElement("ul");
  list.append(...lines.map((line) => filled("li", line.slice(2))));
  return list;
}

function filled(tag, text) {
  const node = document.createElement(tag);
  text.split("**").forEach((part, i) => {
    if (i % 2) node.append(filled("strong", part));
    else if (part) node.append(part);
  });
  return node;
}
