// The start page: the gateway's health and, for a caller with a key, projects, links and endpoints as they change.

import { element, showState, words } from "./elements.js";
import { Followed, linkView } from "./link.js";
import { Session } from "./session.js";
import { toolsView } from "./tools.js";

const HEALTH_PERIOD = 30_000;
// Links that are followed without being asked to are those of the first projects.
const OPEN_PROJECTS = 3;

const byId = (id) => document.getElementById(id);

async function showHealth() {
  try {
    const { status, components = {} } = await (await fetch("/readyz", { cache: "no-store" })).json();
    const ailing = Object.entries(components).filter(([, part]) => part.status !== "UP");
    const remark = ailing.map(([name, part]) => `${name}: ${words(part.status)}`).join(", ");
    const text = status === "UP" ? "Ready" : "Not ready";
    showState(byId("health"), ailing.length && status === "UP" ? "SUSPECT" : status ?? "DOWN",
      remark ? `${text} (${remark})` : text);
  } catch {
    showState(byId("health"), "DOWN", "Not reachable");
  }
}

let session = null;

function showSignedOut(message) {
  session = null;
  byId("projects").replaceChildren();
  showTools([]);
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
    const followed = new Followed();
    byId("sign-in").hidden = true;
    byId("signed-in").hidden = false;
    byId("who").replaceChildren(...callerView(caller));
    byId("may").textContent = projects.length === 0 ? "You may see no project yet. Ask the platform team for a grant."
      : `You may see ${projects.length === 1 ? "one project" : `${projects.length} projects`}.`;
    byId("projects").replaceChildren(
      ...projects.map((project, i) => projectView(current, followed, project, i < OPEN_PROJECTS)));
    byId("yours").focus();
    const tools = await toolsView(current, caller, projects);
    if (!current.signal.aborted) showTools(tools);
  } catch (error) {
    current.end(error.message);
  }
}

function showTools(views) {
  byId("settings").replaceChildren(...views);
  byId("tools").hidden = views.length === 0;
}

function callerView(caller) {
  const name = caller.team ?? caller.subject;
  const label = caller.label ? [" · key ", element("strong", "", caller.label)] : [];
  const end = caller.expiresAt ? [` until ${new Date(caller.expiresAt).toLocaleDateString()}`] : [];
  return [caller.kind === "admin" ? "Administrator " : "Team ", ...(name ? [element("strong", "", name)] : []), ...label, ...end];
}

function projectView(current, followed, project, open) {
  const summary = element("summary", "", element("strong", "", project.name ?? project.id), ` · ${project.role} · `,
    element("code", "soft", project.id));
  const body = element("div", "");
  const view = element("details", "", summary, body);
  view.addEventListener("toggle", () => {
    if (view.open && !body.hasChildNodes()) showLinks(current, followed, project, body);
  });
  view.open = open;
  return view;
}

async function showLinks(current, followed, project, body) {
  body.replaceChildren(element("p", "note", "Reading the links…"));
  try {
    const links = await current.all(`/projects/${encodeURIComponent(project.id)}/links?itemsPerPage=500`);
    const views = links.map((link) => linkView(current, followed, project, link));
    body.replaceChildren(...views.map((view) => view.card));
    if (!links.length) body.append(element("p", "note", "This project has no links."));
    views.slice(0, followed.room).forEach((view) => view.follow());
  } catch (error) {
    if (current.signal.aborted) return;
    const again = element("button", "quiet", "Try again");
    again.type = "button";
    again.addEventListener("click", () => showLinks(current, followed, project, body));
    body.replaceChildren(element("p", "bad", error.message), again);
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
showHealth();
setInterval(() => { if (!document.hidden) showHealth(); }, HEALTH_PERIOD);
document.addEventListener("visibilitychange", () => { if (!document.hidden) showHealth(); });
