// Shows an answer's text while it is written. Only the last block changes, the others stay as they are.

/**
 * @param {HTMLElement} place emptied, then filled with paragraphs and lists
 */
export class Writing {
  #place;
  #shown = []; // source text of each block
  #waiting = null;
  #text = "";

  constructor(place) {
    this.#place = place;
  }

  /** Shows `text`, with the next frame at the latest. */
  show(text) {
    this.#text = text;
    this.#waiting ??= requestAnimationFrame(() => {
      this.#waiting = null;
      this.#draw();
    });
  }

  /** Nothing more is drawn. */
  stop() {
    if (this.#waiting !== null) cancelAnimationFrame(this.#waiting);
  }

  #draw() {
    const blocks = this.#text.split(/\n{2,}/).filter((block) => block.trim());
    if (!this.#shown.length || blocks.length < this.#shown.length) {
      this.#place.replaceChildren();
      this.#shown = [];
    }
    for (const [i, block] of blocks.entries()) {
      if (this.#shown[i] === block) continue;
      const node = made(block);
      if (i < this.#shown.length) this.#place.children[i].replaceWith(node);
      else this.#place.append(node);
      this.#shown[i] = block;
    }
  }
}

function made(block) {
  const lines = block.split("\n");
  if (!lines.every((line) => /^- /.test(line))) return filled("p", block);
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
