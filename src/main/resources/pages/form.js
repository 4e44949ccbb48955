// The forms of a link, and of an endpoint with the fields of the link's cloud.

import { cloudViews } from "./commands.js";
import { element, field, option, textInput } from "./elements.js";
import { addition, creation, ensuring } from "./write.js";

const IDS = { AWS: "VPC endpoint", AZURE: "Resource id of the private endpoint", GCP: "Name of the endpoint group" };
const EXAMPLES = { AWS: "vpce-…", AZURE: "/subscriptions/…/privateEndpoints/…", GCP: "" };
const REGIONS = { AWS: "us-east-1", AZURE: "eastus2", GCP: "us-east4" };

/** A form whose write is what the inputs say. A refusal of the gateway shows its words at the inputs that it names. */
class Form {
  inputs = {};

  /** @param toWrite makes the write of what the inputs contain, by their names */
  constructor(title, toWrite) {
    this.title = title;
    this.form = element("form", "fields");
    this.form.method = "post";
    this.write = () => toWrite(Object.fromEntries(Object.entries(this.inputs).map(([name, input]) => [name, input.value.trim()])));
  }

  add(name, label, hint = "", input = textInput()) {
    this.inputs[name] = input;
    input.required = true;
    const remark = element("p", "note", hint);
    const error = element("p", "bad");
    const view = field(label, input);
    view.append(remark, error);
    error.id = `${input.id}-error`;
    remark.id = `${input.id}-note`;
    error.hidden = true;
    remark.hidden = !hint;
    input.setAttribute("aria-describedby", `${error.id} ${remark.id}`);
    input.showError = (text) => {
      error.textContent = text;
      error.hidden = !text;
      input.setAttribute("aria-invalid", String(Boolean(text)));
    };
    return view;
  }

  of(...parts) {
    this.form.append(...parts, element("div", "row", element("button", "", "Show what would be sent")));
    return this;
  }

  /** Whether the words of a refusal belong to its inputs. */
  knows(errors = []) {
    return errors.length > 0 && errors.every(({ field: path }) => inputName(path) in this.inputs);
  }

  /** Shows them there, and moves the focus to the first one; without any, to the first input to fill in. */
  show(errors = []) {
    for (const [name, input] of Object.entries(this.inputs)) {
      const own = errors.filter(({ field: path }) => inputName(path) === name);
      input.showError(own.map(({ field: path, message }) => `${place(input, path)} ${message}.`).join(" "));
    }
    const first = errors.length ? inputName(errors[0].field) : Object.keys(this.inputs).find((name) => !this.inputs[name].readOnly);
    this.inputs[first].focus();
  }
}

/** @param replaced the id of an endpoint that has failed, if it is to be replaced */
export function endpointForm(site, replaced) {
  const { link } = site;
  const keep = element("input", "");
  const form = new Form(`${replaced ? "Replace" : "Add"} an endpoint`, (endpoint) => {
    if (endpoint.endpoints) endpoint.endpoints = rules(link, endpoint.endpoints);
    return replaced ? ensuring(site, endpoint, "Replace") : keep.checked ? ensuring(site, endpoint) : addition(site, endpoint);
  });
  const fields = [form.add("interfaceEndpointId", link.portMappingEnabled ? "Name of the forwarding rule" : IDS[link.provider] ?? "Id")];
  const id = form.inputs.interfaceEndpointId;
  id.placeholder = EXAMPLES[link.provider] ?? "";
  if (link.provider === "AZURE") fields.push(form.add("privateEndpointIPAddress", "Its IPv4 address"));
  if (link.provider === "GCP") fields.push(form.add("gcpProjectId", "Your Google Cloud project"));
  if (link.provider === "GCP" && link.portMappingEnabled) fields.push(form.add("endpoints", "Its IPv4 address"));
  else if (link.provider === "GCP") {
    fields.push(form.add("endpoints", "Its forwarding rules", "One a line, as NAME=IPV4.", element("textarea", "")));
  }
  keep.type = "checkbox";
  const check = element("label", "check", keep, "The link may have it already: keep it, or replace it if it has failed");
  if (replaced) {
    id.value = replaced;
    id.readOnly = true;
    check.hidden = true;
  }
  return form.of(...cloudViews(link), ...fields, check);
}

/** The form of an endpoint of Data Federation. The id tells the cloud, and with it what else is asked for. */
export function federationForm(site) {
  const form = new Form("Add an endpoint", (given) => addition(site, Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value && !form.inputs[name].closest("[hidden]")))));
  const id = form.add("interfaceEndpointId", "VPC endpoint, or resource id of a private endpoint of Azure");
  const aws = [
    form.add("region", "Its region", "Not needed. With both, connection strings of archives use the endpoint."),
    form.add("customerEndpointDnsName", "Its DNS name"),
  ];
  const azure = [form.add("azureLinkId", "Link id of its connection"), form.add("customerEndpointIPAddress", "Its IP address")];
  const comment = form.add("comment", "Comment", "Not needed. Atlas shows it.");
  const { inputs } = form;
  const fit = () => {
    const isAzure = inputs.interfaceEndpointId.value.trim().startsWith("/");
    for (const view of aws) view.hidden = isAzure;
    for (const view of azure) view.hidden = !isAzure;
    inputs.azureLinkId.required = inputs.customerEndpointIPAddress.required = isAzure;
  };
  inputs.interfaceEndpointId.placeholder = `${EXAMPLES.AWS} or ${EXAMPLES.AZURE}`;
  inputs.region.placeholder = REGIONS.AWS;
  inputs.region.required = inputs.customerEndpointDnsName.required = inputs.comment.required = false;
  inputs.interfaceEndpointId.addEventListener("input", fit);
  fit();
  return form.of(id, ...aws, ...azure, comment);
}

/** The form of what Atlas can change of an endpoint of Data Federation. */
export function commentForm(site, endpoint) {
  const { interfaceEndpointId } = endpoint;
  const form = new Form("Change the comment", ({ comment }) => (
    { ...ensuring(site, { interfaceEndpointId, comment }, "Change"), endpoint: { ...endpoint, comment } }));
  const view = form.add("comment", "Comment", interfaceEndpointId);
  form.inputs.comment.value = endpoint.comment ?? "";
  form.inputs.comment.required = false;
  return form.of(view);
}

/** The form of a link. */
export function linkForm(site) {
  const portMapping = element("input", "");
  const form = new Form("Create a link", ({ provider, region, supportedRemoteRegions: others }) => creation(site, {
    provider, region,
    ...(provider === "AWS" && others && { supportedRemoteRegions: others.split(/[\s,]+/) }),
    ...(provider === "GCP" && { portMappingEnabled: portMapping.checked }),
  }));
  const cloud = element("select", "", ...Object.keys(IDS).map((name) => option(name)));
  const fields = [
    form.add("provider", "Cloud", "", cloud),
    form.add("region", "Region", "In your cloud’s spelling, or in Atlas’s."),
    form.add("supportedRemoteRegions", "Other regions whose endpoints it accepts", "Not needed if your endpoints are in the link’s region."),
  ];
  const check = element("label", "check", portMapping, "Port-mapped: one forwarding rule serves all ports");
  const { region, supportedRemoteRegions: others } = form.inputs;
  others.required = false;
  portMapping.type = "checkbox";
  portMapping.checked = true;
  const fit = () => {
    region.placeholder = REGIONS[cloud.value];
    fields[2].hidden = cloud.value !== "AWS";
    check.hidden = cloud.value !== "GCP";
  };
  cloud.addEventListener("change", fit);
  fit();
  return form.of(element("p", "note", "A cloud has one link a region. Atlas takes some minutes to set it up."), ...fields, check);
}

/** Of `endpoints[0].ipAddress` it is `endpoints`. */
const inputName = (path) => path.split(/[.[]/)[0];

/** Of `endpoints[0].ipAddress` in the text of all rules it is the first line. */
function place(input, path) {
  const [, index] = /\[(\d+)\]/.exec(path) ?? [];
  return index !== undefined && input.localName === "textarea" ? `Line ${Number(index) + 1}` : "It";
}

function rules(link, text) {
  if (link.portMappingEnabled) return [{ ipAddress: text }];
  return text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
    const [endpointName, ipAddress = ""] = line.split("=").map((part) => part.trim());
    return { endpointName, ipAddress };
  });
}
