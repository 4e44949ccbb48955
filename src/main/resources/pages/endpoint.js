// The endpoints in a card: the state of each, what can be done with it, and its connection strings.

import { button, copyable, element, onDemand, showState, showText, timeText, words } from "./elements.js";
import { longList } from "./list.js";
import { ensuring, removal } from "./write.js";

const STRINGS = [
  ["srvShardOptimizedConnectionString", "SRV, shard-optimized"],
  ["srvConnectionString", "SRV"],
  ["connectionString", "standard"],
];

// Of so many seconds each.
const STRING_WAITS = 4;

/**
 * The endpoints of a link, or of Data Federation.
 *
 * @param site with `change`, which offers a write, and `replace`, which asks for what Atlas does not tell
 */
export function endpointsView(site) {
  const { mine } = site;
  const list = longList(`Endpoints of ${site.title}`);
  const views = new Map();
  let shown = [];

  function show(all) {
    shown = all;
    const present = new Set(all.map((endpoint) => endpoint.interfaceEndpointId));
    for (const id of views.keys()) if (!present.has(id)) views.delete(id);
    list.show(all.filter(mine.fits).map((endpoint) => ({
      text: [endpoint.interfaceEndpointId, endpoint.failed ? "failed" : "", endpoint.connectionStatus, endpoint.team, endpoint.changeReference, endpoint.comment].join(" "),
      item: () => itemOf(endpoint),
    })), mine.isOn ? "No endpoints of your team" : "No endpoints");
  }

  /** Keeps the elements of endpoints that stay, so that what is open in them stays open. */
  function itemOf(endpoint) {
    const id = endpoint.interfaceEndpointId;
    if (!views.has(id)) views.set(id, endpointView(site, id));
    const view = views.get(id);
    view.show(endpoint);
    return view.item;
  }

  mine.watch(() => show(shown));
  return {
    view: list.view,
    show,
    /** Those that have failed come first. */
    showSeen: (seen) => show([...seen].sort((one, other) => Number(other.failed) - Number(one.failed))),
    get shown() { return shown; },
  };
}

function endpointView(site, id) {
  const path = `${site.endpoints}/${encodeURIComponent(id)}`;
  const state = element("span", "");
  const error = element("p", "note");
  const advice = element("p", "note");
  const replace = site.link ? action("Replace", () => (latest && isSelfDescribing(latest)
    ? site.change({ write: ensuring(site, { interfaceEndpointId: id }, "Replace") }) : site.replace(id)))
    : action("Comment", () => site.comment(latest));
  const remove = action("Remove", () => site.change({ write: removal(site, id) }), "quiet danger");
  const origin = element("p", "note");
  const strings = element("div", "part", onDemand("Connection strings", "Reading the connection strings…",
    async () => stringViews(await site.session.all(`${path}/connection-strings?itemsPerPage=500`))));
  const item = element("li", "", element("code", "", id), element("span", "row", state, replace, remove), origin, error, advice, strings);
  let latest = null;

  function action(text, act, className) {
    const made = button(`${text}…`, act, className);
    made.setAttribute("aria-label", `${text} ${id}`);
    made.hidden = true;
    return made;
  }

  function show(endpoint) {
    latest = endpoint;
    const { failed, connectionStatus, deleteRequested, errorMessage, seenAt } = endpoint;
    showText(origin, originText(endpoint));
    if (seenAt === null) showState(state, "UNKNOWN", "not seen yet");
    else if (failed) showState(state, "FAILED", `failed (${words(connectionStatus)})`);
    else showState(state, deleteRequested ? "DELETING" : connectionStatus);
    showText(error, errorMessage ?? "");
    strings.hidden = !site.link || connectionStatus !== "AVAILABLE";
    const isToReplace = failed && !deleteRequested;
    replace.hidden = !(site.link ? isToReplace : !deleteRequested) || !site.mayChange;
    remove.hidden = deleteRequested || !site.mayChange;
    showText(advice, !isToReplace ? "" : site.mayChange ? `Mend the cause, then ${site.link ? "replace it: it is removed and added again" : "remove it, and add it again"}.`
      : "It can be replaced by those with the role editor.");
  }

  showText(origin, "");
  showText(error, "");
  showText(advice, "");
  strings.hidden = true;
  return { item, show };
}

/** Whose it is, since when and why; and when it was seen, unless it is followed. */
function originText({ comment, team, addedAt, changeReference, seenAt }) {
  return [comment, team && `Team ${team}`, addedAt && `added ${timeText(addedAt)}`, changeReference, seenAt && `seen ${timeText(seenAt)}`]
    .filter(Boolean).join(" · ");
}

/** Whether Atlas tells all that adding the endpoint again takes. */
function isSelfDescribing(endpoint) {
  return endpoint.provider === "AZURE" ? Boolean(endpoint.privateEndpointIPAddress)
    : endpoint.provider === "GCP" ? Boolean(endpoint.gcpProjectId && endpoint.endpoints?.length)
      : true;
}

/** The connection strings, once a cluster has some; a remark if that takes too long. */
export async function awaitedStrings(session, path, signal) {
  for (let waits = 0; waits < STRING_WAITS; waits += 1) {
    const answer = await session.ask(`${path}/connection-strings?itemsPerPage=500`, { headers: { Prefer: "wait=30" }, signal });
    const { results } = await answer.json();
    if (results.length) return [element("h3", "", "Connection strings"), ...stringViews(results)];
  }
  return stringViews([]);
}

function stringViews(connections) {
  if (!connections.length) {
    return [element("p", "note", "No cluster has any through this endpoint yet. Atlas adds them some time after the endpoint has"
      + " become available, and the link shows them then.")];
  }
  return connections.flatMap((connection) => STRINGS.filter(([field]) => connection[field]).flatMap(([field, name]) => [
    element("p", "note", [connection.cluster, connection.type, name].filter(Boolean).join(" · ")),
    copyable(connection[field], `the ${name} connection string of ${connection.cluster}`),
  ]));
}
