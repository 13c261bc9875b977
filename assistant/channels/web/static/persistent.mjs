// Follows an answer to its end, over as many connections as it takes.

import { readEvents } from "./events.mjs";

const LAST = new Set(["answer", "stopped", "error"]);
const PAUSES_S = [1, 2, 4, 8, 15, 15, 15, 15, 15, 15, 15];

/** A refusal in words that the server wrote for people. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.kind = problem.type ?? "";
    this.status = problem.status ?? 0;
  }
}

/** Nobody answered, however often it was tried. */
export class Unreachable extends Error {}

/**
 * The server begins anew on every connection, so a `start` voids the text before it.
 *
 * @param {() => Promise<Response>} connect sends the same request each time
 * @param {AbortSignal} signal ends it with the signal's reason
 * @param {(state: "connected"|"retrying"|"offline"|"again", seconds?: number) => void} tell
 * @yields {{name: string, data: any}} events up to and including the last one
 * @throws {Refused|Unreachable}
 */
export async function* followed(connect, signal, tell) {
  let tries = 0;
  while (true) {
    try {
      const response = await connect();
      if (!response.ok) throw await refusal(response);
      tell("connected");
      for await (const event of readEvents(response)) {
        if (event.name === "text") tries = 0; // it gets on: a restart of the server has its tries again
        yield event;
        if (LAST.has(event.name)) return;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Refused) throw error;
    }
    if (tries >= PAUSES_S.length) throw new Unreachable();
    await pause(PAUSES_S[tries], signal, tell);
    tell("again");
    if (navigator.onLine !== false) tries += 1;
  }
}

/** A problem of the assistant is final; a page of some proxy in between is not. */
async function refusal(response) {
  const problem = await response.json().catch(() => null);
  return problem?.detail ? new Refused(problem) : new Error(`status ${response.status}`);
}

function pause(seconds, signal, tell) {
  tell(navigator.onLine === false ? "offline" : "retrying", seconds);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, seconds * 1000);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
    function done() {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    }
  });
}
