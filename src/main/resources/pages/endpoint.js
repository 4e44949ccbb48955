// An endpoint in a link's card: its state, the way out if it has failed, and its connection strings.

import { copyable, element, onDemand, showState, showText, words } from "./elements.js";

const STRINGS = [
  ["srvShardOptimizedConnectionString", "SRV, shard-optimized"],
  ["srvConnectionString", "SRV"],
  ["connectionString", "standard"],
];

export function endpointView(session, project, link, id) {
  const path = `/projects/${encodeURIComponent(project.id)}/links/${encodeURIComponent(link.id)}`
    + `/endpoints/${encodeURIComponent(id)}`;
  const state = element("span", "");
  const error = element("p", "note");
  const wayOut = element("div", "part");
  const strings = element("div", "part", onDemand("Connection strings", "Reading the connection strings…",
    async () => stringViews(await session.all(`${path}/connection-strings?itemsPerPage=500`))));
  const item = element("li", "", element("code", "", id), state, error, wayOut, strings);
  let shownWayOut = "";

  function show(endpoint, isLast) {
    const { failed, connectionStatus, deleteRequested, errorMessage } = endpoint;
    if (failed) showState(state, "FAILED", `failed (${words(connectionStatus)})`);
    else showState(state, deleteRequested ? "DELETING" : connectionStatus);
    showText(error, errorMessage ?? "");
    strings.hidden = connectionStatus !== "AVAILABLE";
    const needed = failed && !deleteRequested ? `${isLast} ${isSelfDescribing(endpoint)}` : "";
    if (needed !== shownWayOut) {
      shownWayOut = needed;
      wayOut.replaceChildren(...(needed ? replacement(project, link, id, path, isLast, isSelfDescribing(endpoint)) : []));
    }
    wayOut.hidden = !needed;
  }

  return { item, show };
}

/** Whether Atlas tells all that adding the endpoint again takes. */
function isSelfDescribing(endpoint) {
  return endpoint.provider === "AZURE" ? Boolean(endpoint.privateEndpointIPAddress)
    : endpoint.provider === "GCP" ? Boolean(endpoint.gcpProjectId && endpoint.endpoints?.length)
      : true;
}

/** How to replace a failed endpoint: by curl, and by the command line. */
function replacement(project, link, id, path, isLast, isSelfDescribing) {
  const { origin } = new URL(document.baseURI);
  const advice = [
    "Mend the cause, then replace the endpoint: it is removed and added again. The commands take your key from LINKGATE_KEY.",
    project.role === "viewer" ? "This needs the role editor." : "",
    isSelfDescribing ? "" : "Atlas does not tell its addresses; give them as for a new endpoint.",
    isLast ? "It is the link’s last endpoint, so Atlas may remove the link, too. The commands are refused unless you accept that"
      + " by ?allowLinkRemoval=true or --allow-link-removal." : "",
  ];
  const curl = `curl -X PUT ${quoted(origin + path)} -H "Authorization: Bearer $LINKGATE_KEY"`;
  const command = `linkgate endpoints ensure ${quoted(link.id)} ${quoted(id)} --url ${quoted(origin)}`
    + ` --project ${quoted(project.id)} --wait 15m`;
  return [
    element("p", "note", advice.filter(Boolean).join(" ")),
    copyable(curl, `the request that replaces ${id}`),
    copyable(command, `the command that replaces ${id}`),
  ];
}

/** A word of a shell's command, whatever Atlas put into it. Control characters could act when the command is pasted. */
function quoted(given) {
  const text = given.replaceAll(/\p{C}/gu, "");
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function stringViews(connections) {
  if (!connections.length) {
    return [element("p", "note", "No cluster has any through this endpoint yet. Atlas adds them some time after the endpoint has"
      + " become available. Close and open this to look again.")];
  }
  return connections.flatMap((connection) => STRINGS.filter(([field]) => connection[field]).flatMap(([field, name]) => [
    element("p", "note", [connection.cluster, connection.type, name].filter(Boolean).join(" · ")),
    copyable(connection[field], `the ${name} connection string of ${connection.cluster}`),
  ]));
}
