// A write for other tools: curl, the command line and Terraform. None of the texts has the key. And what the caller's own cloud has
// to be told before.

import { copyable, element } from "./elements.js";
import { address } from "./write.js";

const ORIGIN = new URL(import.meta.url).origin;
const LINK = "mongodbatlas_privatelink_endpoint";
const RESOURCE = `${LINK}_service`;
const FEDERATION = `${RESOURCE}_data_federation_online_archive`;

/** @param exists whether the project has the link, or the link the endpoint */
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
  const reference = write.reference ? ` -H ${quoted(`Change-Reference: ${write.reference}`)}` : "";
  const body = write.body ? ` \\\n  -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(write.body))}` : "";
  return `curl -X ${write.method} ${quoted(ORIGIN + address(write, false))} \\\n  -H "Authorization: Bearer $LINKGATE_KEY"${reference}${body}`;
}

function commandLine({ link, project }, write) {
  const reference = write.reference ? ` --reference ${quoted(write.reference)}` : "";
  const where = `${reference} \\\n  --url ${quoted(ORIGIN)} --project ${quoted(project.id)}`;
  if (write.kind === "create") {
    const { provider, region, supportedRemoteRegions: others = [], portMappingEnabled } = write.link;
    const wanted = [...others.map((other) => `--remote-region ${quoted(other)}`), portMappingEnabled === false && "--no-port-mapping", "--wait 15m"];
    return [`linkgate links create --provider ${provider} --region ${quoted(region)}`, ...wanted.filter(Boolean)].join(" ") + where;
  }
  const { privateEndpointIPAddress, customerEndpointIPAddress, gcpProjectId, endpoints = [], region, customerEndpointDnsName, azureLinkId, comment } = write.endpoint;
  const ip = privateEndpointIPAddress ?? customerEndpointIPAddress;
  const options = [
    ip && `--ip ${quoted(ip)}`, gcpProjectId && `--gcp-project ${quoted(gcpProjectId)}`,
    ...endpoints.map(({ endpointName, ipAddress }) => `--rule ${quoted(`${endpointName ?? write.id}=${ipAddress}`)}`),
    region && `--region ${quoted(region)}`, customerEndpointDnsName && `--dns-name ${quoted(customerEndpointDnsName)}`,
    azureLinkId && `--azure-link-id ${quoted(azureLinkId)}`, typeof comment === "string" && `--comment ${quoted(comment)}`,
    write.allowsLinkRemoval && "--allow-link-removal", "--wait 15m",
  ];
  // A name that begins with a dash must not be an option.
  const id = write.id.startsWith("-") ? `-- ${quoted(write.id)}` : quoted(write.id);
  return [`${link ? "linkgate endpoints" : "linkgate federation"} ${write.kind}`, ...options.filter(Boolean)].join(" ")
    + `${where}${link ? ` --link ${quoted(link.id)}` : ""} ${id}`;
}

function terraform({ link, project }, write, exists) {
  if (write.kind === "create") {
    const { provider, region, supportedRemoteRegions: others, portMappingEnabled } = write.link;
    return resource(LINK, nameOf(provider, region), [["project_id", hcl(project.id)], ["provider_name", hcl(provider)], ["region", hcl(region)],
      others?.length && ["supported_remote_regions", `[${others.map(hcl).join(", ")}]`],
      portMappingEnabled !== undefined && ["port_mapping_enabled", String(portMappingEnabled)]]);
  }
  const last = write.id.slice(write.id.lastIndexOf("/") + 1);
  if (!link) return federation(project, write, nameOf("federation", last));
  const name = nameOf(link.provider, link.region ?? link.id, last);
  if (write.kind === "rm") return `terraform destroy -target=${RESOURCE}.${name}`;
  if (exists) return `terraform apply -replace=${RESOURCE}.${name}`;
  const { privateEndpointIPAddress, gcpProjectId, endpoints = [] } = write.endpoint;
  const values = {
    project_id: project.id, private_link_id: link.id, endpoint_service_id: write.id, provider_name: link.provider,
    private_endpoint_ip_address: link.portMappingEnabled ? endpoints[0]?.ipAddress : privateEndpointIPAddress,
    gcp_project_id: gcpProjectId,
  };
  const given = Object.entries(values).map(([key, value]) => value && [key, hcl(value)]);
  const blocks = link.portMappingEnabled ? [] : endpoints.map(({ endpointName, ipAddress }) => (
    `\n  endpoints {\n    endpoint_name = ${hcl(endpointName)}\n    ip_address    = ${hcl(ipAddress)}\n  }`));
  return resource(RESOURCE, name, given, blocks);
}

/** Its only change is that of the comment. */
function federation(project, write, name) {
  if (write.kind === "rm") return `terraform destroy -target=${FEDERATION}.${name}`;
  const { region, customerEndpointDnsName, customerEndpointIPAddress, comment } = write.endpoint;
  const values = {
    project_id: project.id, endpoint_id: write.id, provider_name: write.id.startsWith("/") ? "AZURE" : "AWS",
    region: region?.toUpperCase().replaceAll("-", "_"), customer_endpoint_dns_name: customerEndpointDnsName,
    customer_endpoint_ip_address: customerEndpointIPAddress, comment,
  };
  return resource(FEDERATION, name, Object.entries(values).map(([key, value]) => value && [key, hcl(value)]));
}

const nameOf = (...parts) => parts.join("_").toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");

function resource(type, name, values, blocks = []) {
  const given = values.filter(Boolean);
  const width = Math.max(...given.map(([key]) => key.length));
  return [`resource "${type}" "${name}" {`, ...given.map(([key, value]) => `  ${key.padEnd(width)} = ${value}`), ...blocks, "}"].join("\n");
}

/** The services of a link that an endpoint in the caller's cloud connects to. */
const servicesOf = (link) => [link.endpointServiceName, link.privateLinkServiceResourceId, ...link.serviceAttachmentNames ?? []].filter(Boolean);

/** The command that makes the endpoint in the caller's cloud; what only the caller knows are variables of the shell. */
const IN_CLOUD = {
  AWS: (link, [service]) => `aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface \\
  --region ${quoted(service.split(".")[3] ?? "")} \\
  --service-name ${quoted(service)} \\
  --vpc-id "$VPC_ID" --subnet-ids $SUBNET_IDS --security-group-ids "$SECURITY_GROUP_ID" \\
  --query VpcEndpoint.VpcEndpointId --output text`,
  AZURE: (link, [service]) => `ID=$(az network private-endpoint create --name "$NAME" --resource-group "$RESOURCE_GROUP" \\
  --vnet-name "$VNET" --subnet "$SUBNET" --connection-name "$NAME" --manual-request true \\
  --private-connection-resource-id ${quoted(service)} \\
  --query id --output tsv)
NIC=$(az network private-endpoint show --ids "$ID" --query 'networkInterfaces[0].id' --output tsv)
echo "$ID"
az network nic show --ids "$NIC" --query 'ipConfigurations[0].privateIPAddress' --output tsv`,
  GCP: (link, services) => {
    const region = quoted(services[0].split("/")[3] ?? "");
    const rule = (name, service) => `gcloud compute addresses create "${name}-ip" --region ${region} --subnet "$SUBNET"
gcloud compute forwarding-rules create "${name}" --region ${region} --network "$NETWORK" --address "${name}-ip" \\
  --target-service-attachment ${service} --format 'value(name, IPAddress)'`;
    return link.portMappingEnabled ? rule("$NAME", quoted(services[0])) : `i=0
for service in \\
  ${services.map(quoted).join(" \\\n  ")}
do
${rule("$NAME-$i", '"$service"')}
i=$((i + 1))
done`;
  },
};

/** The link's service, and how the caller's cloud is told to connect to it; nothing while the link is being set up. */
export function cloudViews(link) {
  const services = servicesOf(link);
  if (!services.length || !IN_CLOUD[link.provider]) return [];
  const names = services.map((name) => copyable(name, "the name of the service"));
  return [
    element("p", "note", "Create the endpoint in your cloud first, for the link’s service:"),
    ...(names.length === 1 ? names : [element("details", "", element("summary", "", `The link’s ${names.length} services`), ...names)]),
    copyable(IN_CLOUD[link.provider](link, services), "the command for your cloud"),
  ];
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
