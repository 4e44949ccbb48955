// Whose endpoints the page shows: all, or those of the caller's own team.

import { element } from "./elements.js";

/** @param team of the caller; an administrator has none, and sees all */
export function teamFilter(team) {
  const box = element("input", "");
  const listeners = new Set();
  box.type = "checkbox";
  box.addEventListener("change", () => listeners.forEach((listener) => listener()));
  const label = element("label", "check", box, `Only the endpoints of my team${team ? `, ${team}` : ""}`);
  label.hidden = !team;
  return {
    view: label,
    get isOn() { return box.checked; },
    fits: (endpoint) => !box.checked || endpoint.team === team,
    /** Calls the listener whenever it is changed. */
    watch(listener) { listeners.add(listener); },
  };
}
