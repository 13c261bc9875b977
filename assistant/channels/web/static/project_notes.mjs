// Saves notes while they are typed. Text is never replaced: whatever fails, it stays in its field.
import { showConflict } from "./project_conflict.mjs";

const PAUSE_MS = 1200; // without typing, before notes are sent
const RETRY_MS = [3000, 10_000, 30_000];
const MOST_WHILE_LEAVING = 60_000; // bytes that a browser still sends for a page that is gone

/** @param {HTMLFormElement} form of one step */
export function keepNotes(form) {
  const words = JSON.parse(form.dataset.words);
  const status = document.getElementById("stand");
  const pending = document.getElementById("stand-offen");
  const changed = new Set(); // ids of questions whose entry is not stored yet
  const held = new Map(); // those of them that wait for a person -> "conflict" or "long"
  let timer = 0;
  let failures = 0;
  let saving = null;
  let gone = false;

  form.addEventListener("input", ({ target }) => {
    const id = target.closest("[data-question]")?.dataset.question;
    if (!id) return;
    changed.add(id);
    if (held.get(id) === "long") held.delete(id);
    pending.hidden = gone;
    schedule(PAUSE_MS);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    await saving; // it would look like one of another window
    held.clear(); // who presses a button has decided
    await save();
    if (changed.size) return;
    const aim = event.submitter?.value;
    if (aim) location.assign(aim === "uebersicht" ? form.dataset.project : `${form.dataset.project}/${aim}`);
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("pagehide", () => save());
  addEventListener("online", () => save());
  addEventListener("pageshow", (event) => event.persisted && save());
  addEventListener("beforeunload", (event) => (failures || held.size || saving) && event.preventDefault());

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  async function save() {
    clearTimeout(timer);
    const ids = [...changed].filter((id) => !held.has(id));
    if (!ids.length || saving || gone) return;
    saving = send(new Map(ids.map((id) => [id, entryOf(id)])));
    await saving;
    saving = null;
    const waits = !failures && [...changed].some((id) => !held.has(id));
    pending.hidden = !waits;
    if (waits) schedule(PAUSE_MS);
  }

  async function send(sent) {
    const body = new URLSearchParams();
    for (const [id, entry] of sent) {
      body.append("frage", id);
      for (const [name, value] of Object.entries(entry)) body.append(`${name}-${id}`, value);
    }
    const keepalive = body.toString().length < MOST_WHILE_LEAVING;
    const options = { method: "POST", body, keepalive, headers: { Accept: "application/json" } };
    let reply, outcome;
    try {
      reply = await fetch(form.action, options);
      outcome = await reply.json();
    } catch {
      return retry();
    }
    if (outcome.marks) return settle(sent, outcome);
    if (reply.status >= 500 || reply.status === 409) return retry();
    failures += 1;
    gone = reply.status === 404;
    say(gone ? words.gone : words.failed);
  }

  function settle(sent, { time, marks, conflicts, too_long: tooLong }) {
    failures = 0;
    for (const [id, entry] of sent) {
      field("vorher", id).value = marks[id];
      const isLong = tooLong.includes(id);
      if (isLong) held.set(id, "long");
      else if (conflicts[id]) {
        held.set(id, "conflict");
        showConflict(form, id, conflicts[id], () => {
          held.delete(id);
          save();
        });
      } else {
        document.getElementById(`anderswo-${id}`)?.remove();
        if (entry.notiz === field("notiz", id).value && entry.stand === field("stand", id).value) changed.delete(id);
      }
      field("notiz", id).setAttribute("aria-invalid", isLong || id in conflicts);
    }
    if (Object.keys(conflicts).length) say(words.conflict);
    else if (tooLong.length) say(words.too_long);
    else say(words.saved.replace("{time}", time));
  }

  function retry() {
    say(words.offline);
    schedule(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
    failures += 1;
  }

  /** Screen readers announce it, so it is only written when it says something new. */
  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function field(name, id) {
    return form.elements[`${name}-${id}`];
  }

  function entryOf(id) {
    return { notiz: field("notiz", id).value, stand: field("stand", id).value, vorher: field("vorher", id).value };
  }
}
