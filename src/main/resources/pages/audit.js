// The page of the audit trail: what a caller may see of it, and what proves it.

import { chainView } from "./chain.js";
import { checkpointsView } from "./checkpoints.js";
import { element } from "./elements.js";
import { findingsView } from "./findings.js";
import { watchHealth } from "./health.js";
import { offerSignIn } from "./signin.js";
import { trailView } from "./trail.js";

// The scopes of administrators who may see the trail.
const SEEING = ["auditor", "all"];

const byId = (id) => document.getElementById(id);

function open(session, caller, projects) {
  const isWhole = caller.kind === "admin";
  if (isWhole && !caller.scopes.some((scope) => SEEING.includes(scope))) {
    return "You may not see it. This needs the scope auditor or all.";
  }
  if (!isWhole && !projects.length) return "You may see no project yet. Ask the platform team for a grant.";
  const parts = [trailView(session, projects, isWhole)];
  if (isWhole) {
    const chain = chainView(session);
    parts.unshift(element("div", "cards", chain.card, checkpointsView(session, chain.offer), findingsView(session, projects)));
  }
  byId("trail").replaceChildren(...parts);
  return `You may see ${isWhole ? "the whole trail" : "that of your team’s projects"}. All times are UTC.`;
}

watchHealth(byId("health"));
offerSignIn(open, () => byId("trail").replaceChildren());
