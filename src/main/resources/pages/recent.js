// The last changes of a project, from its part of the audit trail.

import { element, onDemand, showState, timeView } from "./elements.js";
import { caller, targetText } from "./recorded.js";

const SHOWN = 10;

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

async function lastChanges(session, project) {
  const query = new URLSearchParams({ phase: "OUTCOME", limit: SHOWN, includeCount: false });
  const { results } = await session.get(`/projects/${encodeURIComponent(project.id)}/audit?${query}`);
  return results;
}

function line(record) {
  const { result } = record;
  const state = element("span", "");
  showState(state, result);
  return element("li", "", timeView(record.time), element("strong", "", record.action),
    element("code", "", targetText(record)), element("span", "soft", caller(record)), state);
}

function trailLink() {
  const link = element("a", "", "audit trail");
  link.href = "/audit";
  return element("p", "note", "Reads, refusals and the receipt of each record are in the ", link, ".");
}
