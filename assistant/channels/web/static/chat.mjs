// The chat page with JavaScript: asks without reloading, streams, stops, goes on after interruptions.

import { offerActions } from "./answer_actions.mjs";
import { offerDepartment } from "./department.mjs";
import { keepDevice } from "./device.mjs";
import { keepDraft } from "./draft.mjs";
import { followed, Refused } from "./persistent.mjs";
import { Form, newKey } from "./question_form.mjs";
import { listenForKeys } from "./shortcuts.mjs";
import { openSources } from "./sources.mjs";
import { Talk } from "./talk.mjs";

const STREAM = { Accept: "text/event-stream" };
const posting = (body) => (signal) => fetch("/", { method: "POST", headers: STREAM, body, signal });
const getting = (address) => (signal) => fetch(address, { headers: STREAM, signal });

const element = (id) => document.getElementById(id);
const words = JSON.parse(element("fragen").dataset.words);
const form = new Form(element("fragen"), words);
const talk = new Talk(element("gespraech"), form.label, words);
const draft = keepDraft(form.field);
const status = element("stand");

let lost = null; // {question, key} whose answer did not get through: sent again, it is the same question
let running = null; // {wish, control: AbortController, and once known: exchange, conversation (ids)}

openSources(talk.place, words, JSON.parse(talk.place.dataset.origins));
offerActions(talk.place, words);
offerDepartment(element("bereich"), element("beispiele"));
keepDevice(document.querySelector(".device"));
listenForKeys({
  field: form.field,
  dialog: element("kuerzel-dialog"),
  button: element("kuerzel"),
  enabled: element("kuerzel-an"),
  stop,
});
form.stopButton.addEventListener("click", stop);
form.onSubmit(ask);
window.addEventListener("popstate", showAddress);
showAddress();
joinRunning();

/** Back and forth: the server shows what belongs to the address. */
function showAddress() {
  const paths = [location.pathname, talk.path];
  if (paths[0] !== paths[1] && paths.every((path) => /^\/(gespraech\/\w+)?$/.test(path))) location.reload();
}

/** @param {{question: string, typed: boolean, decision: string}} wish */
function ask(wish) {
  if (running) return;
  const wrong = form.check(wish.question);
  if (wrong) return form.complain(wrong);
  form.complain("");
  const key = lost?.question === wish.question ? lost.key : newKey();
  follow(talk.begin(wish.question), wish, posting(form.body(wish, key)), key);
}

/** An answer that was being written when this page was loaded. */
function joinRunning() {
  const exchange = talk.unfinished();
  if (!exchange) return;
  const wish = { question: exchange.querySelector("h2").textContent, typed: false, decision: "" };
  follow(talk.rejoin(exchange), wish, getting(exchange.dataset.follow));
}

/** @param {string} [key] under which the question is sent */
async function follow(pending, wish, connect, key) {
  const control = new AbortController();
  running = { wish, control, exchange: "", conversation: "" };
  form.busy(true);
  status.textContent = words.searching;
  let failure = null;
  try {
    for await (const { name, data } of followed(() => connect(control.signal), control.signal, tell)) {
      receive(pending, name, data);
    }
  } catch (error) {
    failure = error;
    lost = { question: wish.question, key };
    talk.drop(pending);
  }
  running = null;
  form.busy(false);
  if (failure) failed(failure, wish);
}

function receive(pending, name, data) {
  if (name === "start") {
    running.exchange = data.exchange;
    running.conversation = data.conversation;
    if (running.wish.typed) taken(running.wish.question);
    talk.started(pending, data);
    form.conversation = data.conversation;
  } else if (name === "text") {
    pending.add(data.text);
  } else if (name === "replace") {
    pending.clear();
  } else {
    pending.finish(data.html);
    lost = null;
    status.textContent = "";
    if (name === "answer") element("ansage").textContent = data.spoken;
    if (name === "stopped") giveBack(data.question, words.stopped);
    if (name === "error") failed(new Refused(data.problem), running.wish);
  }
}

/** The server has the question: the field is free for the next one. */
function taken(question) {
  if (form.field.value === question) form.field.value = "";
  draft.sent();
}

function stop() {
  if (!running) return false;
  const { exchange, conversation, control } = running;
  const giveUp = () => control.abort(new DOMException("stopped", "AbortError"));
  if (!exchange) giveUp();
  else {
    const body = new URLSearchParams({ antwort: exchange });
    fetch(`/gespraech/${conversation}/abbrechen`, { method: "POST", body, redirect: "manual" }).catch(giveUp);
  }
  return true;
}

function failed(error, wish) {
  if (error.name === "AbortError") return giveBack(wish.question, words.stopped);
  if (error instanceof Refused && error.status === 404) form.conversation = "";
  if (!form.field.value.trim()) form.field.value = wish.question;
  status.textContent = "";
  form.complain(error instanceof Refused ? error.message : words.unreachable);
  if (error.kind?.endsWith(":personenbezug")) form.offerDecision(wish);
}

/** Never over something newly typed. */
function giveBack(question, told) {
  if (!form.field.value.trim()) form.field.value = question;
  status.textContent = told;
  if (form.stopButton === document.activeElement) form.field.focus();
}

function tell(state, seconds) {
  const told = { connected: words.searching, retrying: words.retrying, offline: words.offline, again: words.again };
  status.textContent = told[state].replace("{seconds}", seconds);
}
