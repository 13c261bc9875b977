// Remembers in this tab under which key a question was sent, until it is answered: after a restart of the
// server, whoever has reloaded the page meanwhile can still claim the answer.

const PREFIX = "offen:";

export const unanswered = {
  /** @param {string} id of the exchange */
  get(id) {
    try {
      return JSON.parse(sessionStorage.getItem(PREFIX + id));
    } catch {
      return null;
    }
  },
  /** @param {{question: string, key: string}} sent */
  add(id, sent) {
    try {
      sessionStorage.setItem(PREFIX + id, JSON.stringify(sent));
    } catch {
      /* then it is answered only while the server runs */
    }
  },
  remove(id) {
    try {
      sessionStorage.removeItem(PREFIX + id);
    } catch {
      /* as above */
    }
  },
};
