// The form for a key, the same on each page that has one, and who is signed in.

import { element } from "./elements.js";
import { watchExpiry } from "./expiry.js";
import { Session } from "./session.js";

const byId = (id) => document.getElementById(id);

/**
 * Of each key that is given, reads the caller and the projects, and calls `open` with a new session and both. It returns a
 * remark about them. When the session ends, `close` is called.
 */
export function offerSignIn(open, close) {
  let session = null;

  function showSignedOut(message) {
    session = null;
    close();
    byId("signed-in").hidden = true;
    byId("sign-in").hidden = false;
    byId("message").textContent = message;
    byId("key").focus();
  }

  async function signIn(key) {
    session?.end();
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
  // The browser may keep a page that is left, and show it again.
  addEventListener("pagehide", () => session?.end());
}

function callerView(caller) {
  const name = caller.team ?? caller.subject;
  const label = caller.label ? [" · key ", element("strong", "", caller.label)] : [];
  const end = caller.expiresAt ? [` until ${new Date(caller.expiresAt).toLocaleDateString()}`] : [];
  return [caller.kind === "admin" ? "Administrator " : "Team ", ...(name ? [element("strong", "", name)] : []), ...label, ...end];
}
