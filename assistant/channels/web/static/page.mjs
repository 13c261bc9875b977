// The page with JavaScript: asks without reloading, streams, stops, keeps typed text.

import { readEvents } from "./events.mjs";
import { openSources } from "./sources.mjs";

const form = document.getElementById("fragen");
const field = document.getElementById("frage");
const problem = document.getElementById("frage-fehler");
const status = document.getElementById("stand");
const announcement = document.getElementById("ansage");
const conversation = document.getElementById("gespraech");
const send = document.getElementById("senden");
const stop = document.getElementById("abbrechen");
const history = document.getElementById("verlauf");
const words = JSON.parse(form.dataset.words);

let running = null; // AbortController of the question being answered

openSources(conversation, words, JSON.parse(form.dataset.origins));
document.getElementById("tasten").hidden = false;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const suggestion = event.submitter?.name === "vorschlag" ? event.submitter.value : null;
  ask(suggestion ?? field.value, suggestion === null);
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

stop.addEventListener("click", () => running?.abort());

async function ask(question, typed) {
  if (running) return;
  complain("");
  const wrong = check(question);
  if (wrong) return complain(wrong);

  running = new AbortController();
  const exchange = begin(question);
  let failure = null;
  try {
    const answer = await receive(question, exchange, () => typed && (field.value = ""));
    finish(exchange, question, answer);
  } catch (error) {
    failure = error;
    exchange.remove();
  }
  running = null;
  busy(false);
  if (failure) tell(failure, question);
}

function tell(failure, question) {
  if (!field.value.trim()) field.value = question; // never over something newly typed
  if (failure.name === "AbortError") status.textContent = words.stopped;
  else complain(failure instanceof Refused ? failure.message : words.offline);
}

/** An error whose message the server wrote for people. */
class Refused extends Error {}

function check(question) {
  if (!question.trim()) return words.empty;
  const limit = Number(form.dataset.limit);
  return question.length > limit ? words.tooLong.replace("{limit}", limit.toLocaleString("de")) : "";
}

function begin(question) {
  const exchange = document.getElementById("wartend").content.firstElementChild.cloneNode(true);
  exchange.querySelector("h2").textContent = question;
  conversation.append(exchange);
  busy(true);
  exchange.scrollIntoView({ block: "start" });
  return exchange;
}

/** Streams the answer's text into the exchange; resolves with the finished answer. */
async function receive(question, exchange, accepted) {
  const response = await fetch(form.getAttribute("action"), {
    method: "POST",
    headers: { Accept: "text/event-stream" },
    body: new URLSearchParams({ frage: question, verlauf: history.value }),
    signal: running.signal,
  });
  if (!response.ok) {
    const told = await response.json().catch(() => ({}));
    throw new Refused(told.detail ?? words.offline);
  }
  accepted();
  const writing = exchange.querySelector(".exchange__writing");
  let text = "";
  for await (const { name, data } of readEvents(response)) {
    if (name === "text") writing.textContent = (text += data.text).replaceAll("**", "");
    if (name === "replace") writing.textContent = text = "";
    if (name === "error") throw new Refused(data.message);
    if (name === "answer") return data;
  }
  throw new Error("the stream ended without an answer");
}

function finish(exchange, question, answer) {
  // The server rendered and escaped this; it is the same markup as without JavaScript.
  const finished = document.createRange().createContextualFragment(answer.html).firstElementChild;
  exchange.replaceWith(finished);
  const turns = JSON.parse(history.value || "[]");
  turns.push({ role: "user", content: question }, { role: "assistant", content: answer.text });
  turns.splice(0, turns.length - Number(form.dataset.mostTurns));
  while (turns.length && JSON.stringify(turns).length > Number(form.dataset.longestHistory)) turns.shift();
  history.value = JSON.stringify(turns);
  announcement.textContent = answer.spoken;
  finished.scrollIntoView({ block: "start" });
}

function busy(yes) {
  status.textContent = yes ? words.searching : "";
  send.hidden = yes;
  stop.hidden = !yes;
  for (const button of document.querySelectorAll(".question")) button.disabled = yes;
  const talking = conversation.childElementCount > 0;
  for (const id of ["willkommen", "beispiele"]) document.getElementById(id).hidden = talking;
  document.getElementById("neu").hidden = !talking;
  document.querySelector("label[for=frage]").textContent = talking ? words.questionNext : words.question;
}

function complain(message) {
  problem.textContent = message;
  field.setAttribute("aria-invalid", String(Boolean(message)));
  document.getElementById("frage-feld").classList.toggle("kern-form-input--error", Boolean(message));
  if (message) field.focus();
}
