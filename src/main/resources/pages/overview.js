// What of a project needs somebody: endpoints that have failed or wait, links that end, and requests without an answer.

import { element, showState } from "./elements.js";

const WAITING = ["NONE", "PENDING_ACCEPTANCE", "PENDING"];

// The others are in the lists of their links.
const SHOWN = 5;

const countText = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** How many endpoints have failed and how many requests wait, behind the name of a project. */
export function showNumbers(view, { failed, pendingRequests }) {
  view.replaceChildren(...[
    failed && remark("FAILED", `${failed} failed`),
    pendingRequests && remark("PENDING", countText(pendingRequests, "request waits", "requests wait")),
  ].filter(Boolean));
}

/**
 * @param links the views of a project's links, and that of Data Federation
 * @param fits which endpoints are wanted
 */
export function overviewView(links, fits) {
  const endpoints = links.flatMap((link) => link.endpoints().filter(fits).map((endpoint) => ({ ...endpoint, link: link.site.title })));
  const isWaiting = ({ failed, deleteRequested, connectionStatus }) => !failed && !deleteRequested && WAITING.includes(connectionStatus);
  const lines = [
    ...part("FAILED", "failed", endpoints.filter(({ failed }) => failed)),
    ...part("PENDING", "not connected yet", endpoints.filter(isWaiting)),
    ...part("DELETING", "being removed", endpoints.filter(({ deleteRequested }) => deleteRequested)),
    ...links.filter(({ site }) => site.link?.endsOn).map(({ site }) => element("li", "", remark("PENDING", "ends"),
      element("span", "", `${site.title}, with its endpoints: Atlas ends it on ${site.link.endsOn}`))),
  ];
  const list = element("ul", "overview", ...(lines.length ? lines : [element("li", "note", "Nothing has failed, waits or ends.")]));
  list.setAttribute("aria-label", "What has failed, waits or ends");
  return list;
}

function part(state, text, endpoints) {
  const shown = endpoints.slice(0, SHOWN).map(({ interfaceEndpointId: id, link, team }) => element("li", "", remark(state, text),
    element("code", "", nameOf(id)), element("span", "soft", [link, team && `team ${team}`].filter(Boolean).join(" · "))));
  const rest = endpoints.length - shown.length;
  return rest > 0 ? [...shown, element("li", "note", `${rest} more ${text}`)] : shown;
}

/** The last part of Azure's long ids; the link has the whole one. */
const nameOf = (id) => id.slice(id.lastIndexOf("/") + 1);

function remark(state, text) {
  const made = element("span", "");
  showState(made, state, text);
  return made;
}
