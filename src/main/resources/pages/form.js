// The form of an endpoint, with the fields of the link's cloud.

import { copyable, element, field, textInput } from "./elements.js";
import { addition, ensuring } from "./write.js";

const IDS = { AWS: "VPC endpoint", AZURE: "Resource id of the private endpoint", GCP: "Name of the endpoint group" };
const EXAMPLES = { AWS: "vpce-…", AZURE: "/subscriptions/…/privateEndpoints/…", GCP: "" };

/**
 * Its write is what the inputs say. A refusal of the gateway shows its words at the inputs that it names.
 *
 * @param replaced the id of an endpoint that has failed, if it is to be replaced
 */
export function endpointForm(site, replaced) {
  const { link } = site;
  const inputs = {};
  const add = (name, label, hint, input = textInput()) => {
    inputs[name] = input;
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
  };

  const fields = [add("interfaceEndpointId", link.portMappingEnabled ? "Name of the forwarding rule" : IDS[link.provider] ?? "Id", "")];
  inputs.interfaceEndpointId.placeholder = EXAMPLES[link.provider] ?? "";
  if (link.provider === "AZURE") fields.push(add("privateEndpointIPAddress", "Its IPv4 address", ""));
  if (link.provider === "GCP") fields.push(add("gcpProjectId", "Your Google Cloud project", ""));
  if (link.provider === "GCP" && link.portMappingEnabled) fields.push(add("endpoints", "Its IPv4 address", ""));
  else if (link.provider === "GCP") {
    fields.push(add("endpoints", "Its forwarding rules", "One a line, as NAME=IPV4.", element("textarea", "")));
  }

  const keep = element("input", "");
  keep.type = "checkbox";
  const check = element("label", "check", keep, "The link may have it already: keep it, or replace it if it has failed");
  if (replaced) {
    inputs.interfaceEndpointId.value = replaced;
    inputs.interfaceEndpointId.readOnly = true;
    check.hidden = true;
  }

  const submit = element("button", "", "Show what would be sent");
  const form = element("form", "fields", ...services(link), ...fields, check, element("div", "row", submit));
  form.method = "post";
  return {
    form,
    write() {
      const endpoint = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value.trim()]));
      if (endpoint.endpoints) endpoint.endpoints = rules(link, endpoint.endpoints);
      return replaced ? ensuring(site, endpoint, "Replace") : keep.checked ? ensuring(site, endpoint) : addition(site, endpoint);
    },
    title: `${replaced ? "Replace" : "Add"} an endpoint`,
    /** Whether the words of a refusal belong to its inputs. */
    knows: (errors = []) => errors.length > 0 && errors.every(({ field: path }) => inputName(path) in inputs),
    /** Shows them there, and moves the focus to the first one; without any, to the first input to fill in. */
    show(errors = []) {
      for (const [name, input] of Object.entries(inputs)) {
        const own = errors.filter(({ field: path }) => inputName(path) === name);
        input.showError(own.map(({ field: path, message }) => `${place(input, path)} ${message}.`).join(" "));
      }
      const first = errors.length ? inputName(errors[0].field) : Object.keys(inputs).find((name) => !inputs[name].readOnly);
      inputs[first].focus();
    },
  };
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

/** What the endpoint in the caller's cloud connects to. */
function services(link) {
  const names = [link.endpointServiceName, link.privateLinkServiceResourceId, ...link.serviceAttachmentNames ?? []].filter(Boolean);
  if (!names.length) return [];
  const list = element("details", "", element("summary", "", names.length === 1 ? "The link’s service" : `The link’s ${names.length} services`),
    ...names.map((name) => copyable(name, "the name of the service")));
  return [element("p", "note", "Create the endpoint in your cloud first, for the link’s service. Then add it here."), list];
}
