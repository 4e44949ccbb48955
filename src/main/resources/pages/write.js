// The writes of links and endpoints that the page offers. Each is a request, with words for people.

/** Atlas takes resource ids of Azure in any case. */
export const isSame = (id, other) => id.toLowerCase() === other.toLowerCase();

const pathOf = (site, id) => `${site.endpoints}/${encodeURIComponent(id)}`;

/** @param link the body that the gateway's API takes */
export function creation({ project }, link) {
  return {
    kind: "create", link, method: "POST", path: `/projects/${encodeURIComponent(project.id)}/links`, body: link,
    title: `Create a link to ${link.provider} ${link.region}`, act: "Create the link", role: "owner", allowsLinkRemoval: false,
  };
}

/** @param endpoint the body that the gateway's API takes */
export function addition(site, endpoint) {
  const { interfaceEndpointId: id } = endpoint;
  return {
    kind: "add", id, endpoint, method: "POST", path: site.endpoints, own: pathOf(site, id), body: endpoint,
    title: `Add ${id}`, act: "Add the endpoint", role: "editor", allowsLinkRemoval: false,
  };
}

/** Adds it, keeps it, or replaces it if it has failed. The id alone is enough where Atlas tells the rest. */
export function ensuring(site, endpoint, title = "Ensure") {
  const { interfaceEndpointId: id, ...rest } = endpoint;
  return {
    kind: "ensure", id, endpoint, method: "PUT", path: pathOf(site, id), own: pathOf(site, id),
    body: Object.keys(rest).length ? rest : undefined,
    title: `${title} ${id}`, act: `${title} the endpoint`, role: "editor", allowsLinkRemoval: false,
  };
}

export function removal(site, id) {
  return {
    kind: "rm", id, endpoint: { interfaceEndpointId: id }, method: "DELETE", path: pathOf(site, id), own: pathOf(site, id), body: undefined,
    title: `Remove ${id}`, act: "Remove the endpoint", role: "editor", allowsLinkRemoval: false,
  };
}

export function address(write, isDryRun) {
  const query = [write.allowsLinkRemoval && "allowLinkRemoval=true", isDryRun && "dryRun=true"].filter(Boolean).join("&");
  return write.path + (query && `?${query}`);
}
