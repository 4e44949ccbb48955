// The form for a key, the same on each page that has one, and who is signed in. The key is kept for the tab, so that it is asked
// for once: for the other page, after a reload, and after the back button.

import { element, timeText } from "./elements.js";
import { watchExpiry } from "./expiry.js";
import { Session } from "./session.js";

const KEPT = "linkgate-key";

/** Nothing, where the browser allows none. */
function storage() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

const kept = () => storage()?.getItem(KEPT);

const byId = (id) => document.getElementById(id);

/**
 * Of each key that is given, reads the caller and the projects, and calls `open` with a new session and both. It returns a
 * remark about them. When the session ends, `close` is called.
 */
export function offerSignIn(open, close) {
  let session = null;

  function showSignedOut(message) {
    session = null;
    storage()?.removeItem(KEPT);
    close();
    byId("signed-in").hidden = true;
    byId("sign-in").hidden = false;
    byId("message").textContent = message;
    byId("key").focus();
  }

  async function signIn(key) {
    session?.end();
    storage()?.setItem(KEPT, key);
    const current = new Session(key, showSignedOut);
    session = current;
    byId("message").textContent = "";
    try {
      const caller = await current.get("/keys/current");
      const projects = await current.all("/projects?itemsPerPage=500");
      if (current.signal.aborted) return;
      byId("sign-in").hidden = true;
      byId("signed-in").hidden = false;
      byId("who").replaceChildren(...callerView(caller));
      watchExpiry(byId("expiry"), current, caller);
      byId("may").textContent = open(current, caller, projects);
      byId("yours").focus();
    } catch (error) {
      current.end(error.message);
    }
  }

  byId("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const key = byId("key").value.trim();
    byId("key").value = "";
    if (/^[!-~]+$/.test(key)) signIn(key);
    else byId("message").textContent = "A key has only visible ASCII characters, and no spaces.";
  });
  byId("sign-out").addEventListener("click", () => session?.end());
  // The browser may keep a page that is left, and show it again: as who is signed in then.
  addEventListener("pagehide", () => {
    const key = kept();
    session?.end();
    if (key) storage().setItem(KEPT, key);
  });
  addEventListener("pageshow", () => { if (kept()) signIn(kept()); });
}

function callerView(caller) {
  const name = caller.team ?? caller.subject;
  const label = caller.label ? [" · key ", element("strong", "", caller.label)] : [];
  const end = caller.expiresAt ? [` until ${timeText(caller.expiresAt)}`] : [];
  return [caller.kind === "admin" ? "Administrator " : "Team ", ...(name ? [element("strong", "", name)] : []), ...label, ...end];
}
