// A write for other tools: curl, the command line and Terraform. None of the texts has the key.

import { copyable, element } from "./elements.js";
import { address } from "./write.js";

const ORIGIN = new URL(import.meta.url).origin;
const RESOURCE = "mongodbatlas_privatelink_endpoint_service";

/** @param exists whether the link has the endpoint */
export function commandsView(site, write, exists) {
  const remark = "The commands take your key from LINKGATE_KEY.";
  const texts = [
    ["curl", remark, curl(write)],
    ["command line", "", commandLine(site, write)],
    ["Terraform", "For MongoDB’s own provider, set to this gateway. It removes and replaces only what is in its state.", terraform(site, write, exists)],
  ];
  return element("details", "", element("summary", "", "The same by curl, command line or Terraform"),
    ...texts.flatMap(([name, note, text]) => [
      element("p", "note", element("strong", "", name), note && ` · ${note}`), copyable(text, `the same for ${name}`)]));
}

function curl(write) {
  const body = write.body ? ` \\\n  -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(write.body))}` : "";
  return `curl -X ${write.method} ${quoted(ORIGIN + address(write, false))} \\\n  -H "Authorization: Bearer $LINKGATE_KEY"${body}`;
}

function commandLine({ link, project }, write) {
  const { privateEndpointIPAddress: ip, gcpProjectId, endpoints = [] } = write.endpoint;
  const options = [
    ip && `--ip ${quoted(ip)}`, gcpProjectId && `--gcp-project ${quoted(gcpProjectId)}`,
    ...endpoints.map(({ endpointName, ipAddress }) => `--rule ${quoted(`${endpointName ?? write.id}=${ipAddress}`)}`),
    write.allowsLinkRemoval && "--allow-link-removal", "--wait 15m",
  ];
  // A name that begins with a dash must not be an option.
  const id = write.id.startsWith("-") ? `-- ${quoted(write.id)}` : quoted(write.id);
  return [`linkgate endpoints ${write.kind}`, ...options.filter(Boolean)].join(" ")
    + ` \\\n  --url ${quoted(ORIGIN)} --project ${quoted(project.id)} --link ${quoted(link.id)} ${id}`;
}

function terraform({ link, project }, write, exists) {
  const name = `${link.provider}_${link.region ?? link.id}_${write.id.slice(write.id.lastIndexOf("/") + 1)}`
    .toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  if (write.kind === "rm") return `terraform destroy -target=${RESOURCE}.${name}`;
  if (exists) return `terraform apply -replace=${RESOURCE}.${name}`;
  const { privateEndpointIPAddress, gcpProjectId, endpoints = [] } = write.endpoint;
  const values = {
    project_id: project.id, private_link_id: link.id, endpoint_service_id: write.id, provider_name: link.provider,
    private_endpoint_ip_address: link.portMappingEnabled ? endpoints[0]?.ipAddress : privateEndpointIPAddress,
    gcp_project_id: gcpProjectId,
  };
  const given = Object.entries(values).filter(([, value]) => value);
  const blocks = link.portMappingEnabled ? [] : endpoints.map(({ endpointName, ipAddress }) => (
    `\n  endpoints {\n    endpoint_name = ${hcl(endpointName)}\n    ip_address    = ${hcl(ipAddress)}\n  }`));
  return [`resource "${RESOURCE}" "${name}" {`, ...given.map(([key, value]) => `  ${key.padEnd(27)} = ${hcl(value)}`), ...blocks, "}"].join("\n");
}

/** A word of a shell's command, whatever Atlas put into it. Control characters could act when the command is pasted. */
function quoted(given) {
  const text = given.replaceAll(/\p{C}/gu, "");
  return /^[\w.:/=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A string of Terraform's language, in which a dollar or percent sign and a brace begin a template. */
function hcl(given) {
  const text = given.replaceAll(/\p{C}/gu, "").replaceAll(/["\\]/g, "\\$&").replaceAll(/[$%](?=\{)/g, "$&$&");
  return `"${text}"`;
}
