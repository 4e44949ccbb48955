// The form for a key, the same on each page that has one, the logins of the company, and who is signed in. The key is kept for the
// tab, so that it is asked for once: for the other page, after a reload, and after the back button. The token of a login is not.

import { button, element, timeText } from "./elements.js";
import { watchExpiry } from "./expiry.js";
import { issuers } from "./issuers.js";
import { beginLogin, endLogin } from "./login.js";
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

// The longest that a timer of the browser can wait.
const LONGEST = 2 ** 31 - 1;

// Before a login ends: milliseconds.
const WARNED_BEFORE = 60_000;

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
    showLogins();
    byId("key").focus();
  }

  function signInByKey(key) {
    session?.end();
    storage()?.setItem(KEPT, key);
    return signIn(new Session(key, showSignedOut), () => {});
  }

  /** @param end of the login, in ms since 1970 */
  function signInByToken(token, end, team) {
    session?.end();
    const current = new Session(token, showSignedOut, team);
    const left = Math.min(end - Date.now(), LONGEST);
    const timers = [setTimeout(warnOfEnd, left - WARNED_BEFORE), setTimeout(() => current.end("Your login has ended. Sign in again."), left)];
    current.signal.addEventListener("abort", () => timers.forEach(clearTimeout));
    return signIn(current, ({ problem }) => {
      if (problem?.code === "team-ambiguous") offerTeams(problem.detail, (name) => signInByToken(token, end, name));
    });
  }

  /** @param failed is called with what is wrong, once that is shown */
  async function signIn(current, failed) {
    session = current;
    byId("message").textContent = "";
    try {
      const caller = await current.get("/keys/current");
      const projects = (await current.all("/projects?itemsPerPage=500"))
        .map(({ projectId: id, projectName: name, role }) => ({ id, name, role }));
      if (current.signal.aborted) return;
      byId("sign-in").hidden = true;
      byId("signed-in").hidden = false;
      byId("who").replaceChildren(...callerView(caller));
      watchExpiry(byId("expiry"), current, caller);
      byId("may").textContent = open(current, caller, projects);
      byId("yours").focus();
    } catch (error) {
      current.end(error.message);
      failed(error);
    }
  }

  async function signInByLogin() {
    try {
      const login = await endLogin(issuers);
      if (login) await signInByToken(login.token, Date.now() + 1000 * (login.life ?? 3600));
    } catch (error) {
      showSignedOut(error.message);
    }
  }

  byId("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const key = byId("key").value.trim();
    byId("key").value = "";
    if (/^[!-~]+$/.test(key)) signInByKey(key);
    else byId("message").textContent = "A key has only visible ASCII characters, and no spaces.";
  });
  byId("sign-out").addEventListener("click", () => session?.end());
  // The browser may keep a page that is left, and show it again: as who is signed in then.
  addEventListener("pagehide", () => {
    const key = kept();
    session?.end();
    if (key) storage().setItem(KEPT, key);
  });
  addEventListener("pageshow", () => {
    if (kept()) signInByKey(kept());
    else signInByLogin();
  });
  showLogins();
}

/** On the page, and in a dialog, which is lost with what is filled in. */
function warnOfEnd() {
  for (const place of [byId("expiry"), ...document.querySelectorAll("dialog[open]")]) {
    place.append(element("p", "busy", "Your login ends within a minute. Send what you have filled in before."));
  }
}

function showLogins() {
  if (issuers.length === 0) return;
  document.querySelectorAll(".login").forEach((words) => { words.hidden = false; });
  byId("logins").replaceChildren(element("div", "row", ...issuers.map((issuer) => button(`Sign in with ${issuer.name}`, () => (
    beginLogin(issuer).catch(({ message }) => { byId("message").textContent = message; })), ""))),
  element("p", "note", "A login is this page’s only. It is over when you leave or reload the page, sign out, or it ends."));
}

/** The refusal of a token that fits several teams has their names. */
function offerTeams(detail, choose) {
  const [, teams] = /fits the teams ([a-z0-9, -]+)\./.exec(detail) ?? [];
  if (!teams) return;
  byId("message").textContent = "You belong to several teams. Choose the one that you want to act for.";
  byId("logins").replaceChildren(element("div", "row", ...teams.split(", ").map((team) => button(`Act for ${team}`, () => choose(team), ""))));
  byId("logins").querySelector("button").focus();
}

function callerView(caller) {
  const name = caller.team ?? caller.subject;
  const who = caller.name ?? (caller.kind === "jwt" ? caller.subject : caller.person);
  const person = who && who !== name ? [" · ", element("strong", "", who)] : [];
  const label = caller.label ? [" · key ", element("strong", "", caller.label)] : [];
  const end = caller.expiresAt ? [` until ${timeText(caller.expiresAt)}`] : [];
  return [caller.kind === "admin" ? "Administrator " : "Team ", ...(name ? [element("strong", "", name)] : []), ...person, ...label, ...end];
}
