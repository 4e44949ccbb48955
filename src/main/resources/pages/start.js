// The start page: the gateway's health and, for a caller with a key, projects, links and endpoints as they change.

import { answersView } from "./answers.js";
import { button } from "./elements.js";
import { watchHealth } from "./health.js";
import { Followed } from "./link.js";
import { teamFilter } from "./mine.js";
import { projectView } from "./project.js";
import { askingView } from "./requests.js";
import { offerSignIn } from "./signin.js";
import { toolsView } from "./tools.js";

// Links that are followed without being asked to are those of the first projects.
const OPEN_PROJECTS = 3;

// The numbers of so many are read, one project after the other, and one with failed endpoints is opened.
const LOOKED_INTO = 20;

const byId = (id) => document.getElementById(id);

function open(session, caller, projects) {
  const asking = caller.kind === "admin" ? null : askingView(session, projects.length > 0);
  const askForAccess = ({ id }, role, leave = () => {}) => (asking ? [button(`Ask for the role ${role}…`, () => {
    leave();
    asking.ask(id, role);
  })] : []);
  const here = { session, followed: new Followed(), askForAccess, asked: () => asking?.refresh(), team: asking && caller.team };
  here.mine = teamFilter(projects.length ? caller.team : undefined);
  const views = projects.map((project, i) => projectView(here, project, i < OPEN_PROJECTS));
  byId("projects").replaceChildren(here.mine.view, ...views.map(({ view }) => view));
  lookInto(session, views.slice(0, LOOKED_INTO));
  showAccess(asking ? [asking.view] : mayAnswer(caller) ? [allAnswers(session, projects)] : []);
  toolsView(session, caller, projects).then((tools) => { if (!session.signal.aborted) showTools(tools); });
  return projects.length === 0 ? noProject(caller)
    : `You may see ${projects.length === 1 ? "one project" : `${projects.length} projects`}.`;
}

async function lookInto(session, projects) {
  for (const project of projects) {
    if (session.signal.aborted) return;
    await project.look();
  }
}

function noProject({ kind, scopes = [] }) {
  if (kind !== "admin") return "You may see no project yet. Ask for a role on one below.";
  return scopes.includes("all") ? "No project is registered yet. PUT /admin/projects/{projectId} registers one."
    : `Your scopes, ${scopes.join(", ")}, show no project’s links here.`;
}

const mayAnswer = ({ scopes = [] }) => scopes.includes("access") || scopes.includes("all");

const allAnswers = (session, projects) => answersView(session, "/admin/access-requests",
  { names: new Map(projects.filter(({ name }) => name).map(({ id, name }) => [id, name])) });

function close() {
  byId("projects").replaceChildren();
  showAccess([]);
  showTools([]);
}

function showAccess(views) {
  byId("requests").replaceChildren(...views);
  byId("access").hidden = views.length === 0;
}

function showTools(views) {
  byId("settings").replaceChildren(...views);
  byId("tools").hidden = views.length === 0;
}

watchHealth(byId("health"));
offerSignIn(open, close);
