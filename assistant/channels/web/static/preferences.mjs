// Small choices that stay in this browser. Where storage is forbidden, they last as long as the page.

const PREFIX = "wahl:";

/** @returns {string} what was chosen, or "" */
export function chosen(name) {
  try {
    return localStorage.getItem(PREFIX + name) ?? "";
  } catch {
    return "";
  }
}

export function choose(name, value) {
  try {
    if (value) localStorage.setItem(PREFIX + name, value);
    else localStorage.removeItem(PREFIX + name);
  } catch {
    /* it lasts as long as the page */
  }
}
