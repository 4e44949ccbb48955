// The start page: the gateway's health and, for a caller with a key, projects, links and endpoints as they change.

import { button, element } from "./elements.js";
import { watchHealth } from "./health.js";
import { Followed, linkView } from "./link.js";
import { offerSignIn } from "./signin.js";
import { toolsView } from "./tools.js";

// Links that are followed without being asked to are those of the first projects.
const OPEN_PROJECTS = 3;

const byId = (id) => document.getElementById(id);

function open(session, caller, projects) {
  const followed = new Followed();
  byId("projects").replaceChildren(
    ...projects.map((project, i) => projectView(session, followed, project, i < OPEN_PROJECTS)));
  toolsView(session, caller, projects).then((tools) => { if (!session.signal.aborted) showTools(tools); });
  return projects.length === 0 ? "You may see no project yet. Ask the platform team for a grant."
    : `You may see ${projects.length === 1 ? "one project" : `${projects.length} projects`}.`;
}

function close() {
  byId("projects").replaceChildren();
  showTools([]);
}

function showTools(views) {
  byId("settings").replaceChildren(...views);
  byId("tools").hidden = views.length === 0;
}

function projectView(session, followed, project, open) {
  const summary = element("summary", "", element("strong", "", project.name ?? project.id), ` · ${project.role} · `,
    element("code", "soft", project.id));
  const body = element("div", "");
  const view = element("details", "", summary, body);
  view.addEventListener("toggle", () => {
    if (view.open && !body.hasChildNodes()) showLinks(session, followed, project, body);
  });
  view.open = open;
  return view;
}

async function showLinks(session, followed, project, body) {
  body.replaceChildren(element("p", "note", "Reading the links…"));
  try {
    const links = await session.all(`/projects/${encodeURIComponent(project.id)}/links?itemsPerPage=500`);
    const views = links.map((link) => linkView(session, followed, project, link));
    body.replaceChildren(...views.map((view) => view.card));
    if (!links.length) body.append(element("p", "note", "This project has no links."));
    views.slice(0, followed.room).forEach((view) => view.follow());
  } catch (error) {
    if (session.signal.aborted) return;
    body.replaceChildren(element("p", "bad", error.message),
      button("Try again", () => showLinks(session, followed, project, body)));
  }
}

watchHealth(byId("health"));
offerSignIn(open, close);
