// Opens a source beside its answer: [2] leads to it, the passage is fetched, the quote highlighted.

/**
 * @param {HTMLElement} conversation holds the answers; those added later are covered, too
 * @param {{passage: string, passage_failed: string}} words German labels
 * @param {Record<string, string>} origins German label for each origin of a passage
 */
export function openSources(conversation, words, origins) {
  conversation.addEventListener("click", (event) => {
    const reference = event.target.closest("a.reference");
    if (reference) {
      event.preventDefault();
      open(reference);
    }
    const back = event.target.closest("a.source__back");
    if (back) {
      event.preventDefault();
      back.closest(".exchange").querySelector('.reference[aria-current="true"], .reference')?.focus();
    }
  });
  // `toggle` does not bubble; caught on its way down, it also covers a source opened by hand.
  conversation.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches("details[data-passage]") && event.target.open) load(event.target, words, origins);
    },
    true,
  );
}

function open(reference) {
  const body = document.getElementById(reference.hash.slice(1));
  for (const other of reference.closest(".exchange").querySelectorAll(".reference")) {
    other.toggleAttribute("aria-current", false);
  }
  reference.setAttribute("aria-current", "true");
  body.closest("details").open = true;
  body.closest("details").querySelector("summary").focus();
  body.closest("details").scrollIntoView({ block: "nearest" });
}

async function load(details, words, origins) {
  const quote = details.querySelector(".source__quote");
  if (!quote || details.dataset.loaded) return;
  details.dataset.loaded = "yes";
  try {
    const path = details.dataset.passage.split("/").map(encodeURIComponent).join("/");
    const response = await fetch(`/api/v1/passages/${path}`);
    if (!response.ok) throw new Error(response.statusText);
    show(await response.json(), quote, words, origins);
  } catch {
    delete details.dataset.loaded; // tried again when opened again
    const told = quote.nextElementSibling?.matches(".source__failed") ? quote.nextElementSibling : element("p", "source__failed");
    told.textContent = words.passage_failed;
    quote.after(told);
  }
}

function show(passage, quote, words, origins) {
  const cited = quote.textContent.trim().slice(1, -1); // without the quotation marks
  const start = passage.text.indexOf(cited);
  if (start < 0) return; // the quote itself stays
  const text = element("blockquote", "passage");
  const mark = document.createElement("mark");
  mark.textContent = cited;
  text.append(passage.text.slice(0, start), mark, passage.text.slice(start + cited.length));
  const origin = element("p", "source__origin");
  origin.textContent = `${words.passage}: ${origins[passage.origin] ?? ""}`;
  quote.nextElementSibling?.matches(".source__failed") && quote.nextElementSibling.remove();
  quote.replaceWith(origin, text);
}

function element(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
