// The last changes of a project, from its part of the audit trail.

import { element, onDemand, showState, timeView } from "./elements.js";

// The trail is asked for each of them, because reads would hide them.
const ACTIONS = ["endpoint.add", "endpoint.ensure", "endpoint.remove", "link.create", "link.update", "link.remove",
  "regional-mode.set", "grant.put", "grant.remove"];
const SHOWN = 10;
// Intents and dry runs are among the records.
const READ = 4 * SHOWN;

export function recentView(session, project) {
  const view = onDemand("Last changes", "Reading the last changes…", async () => {
    const records = await lastChanges(session, project);
    return [records.length ? element("ol", "changes", ...records.map(line)) : element("p", "note", "Nothing was changed here yet."), trailLink()];
  });
  return {
    view,
    /** Reads them again if they are shown. */
    refresh() { if (view.open) view.dispatchEvent(new Event("toggle")); },
  };
}

/** One after the other, because a team has one query of the trail at a time. */
async function lastChanges(session, project) {
  const found = [];
  for (const action of ACTIONS) {
    const query = new URLSearchParams({ action, limit: READ, includeCount: false });
    const { results } = await session.get(`/projects/${encodeURIComponent(project.id)}/audit?${query}`);
    found.push(...results.filter((record) => record.phase === "OUTCOME"));
  }
  return found.sort((one, other) => other.sequence - one.sequence).slice(0, SHOWN);
}

function line(record) {
  const { actor, result } = record;
  const state = element("span", "");
  showState(state, result);
  return element("li", "", timeView(record.time), element("strong", "", record.action),
    element("code", "", record.interfaceEndpointId ?? record.linkId ?? ""), element("span", "soft", actor.team ?? actor.subject ?? actor.kind), state);
}

function trailLink() {
  const link = element("a", "", "audit trail");
  link.href = "/audit";
  return element("p", "note", "Times are UTC. Reads, refusals and the proof of each record are in the ", link, ".");
}
