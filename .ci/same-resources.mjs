// Compares what Kustomize and Helm make of deploy, field by field, and fails on each difference.
//   node same-resources.mjs KUSTOMIZE.yaml HELM.yaml
// What may differ is taken away first, and only if it is as it should be: the labels that Helm charts have, what makes pods restart
// when a ConfigMap changes (Kustomize ends its name with a hash, the chart adds an annotation), and the order of the resources.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parseAllDocuments } from "yaml";

const [kustomize, helm] = process.argv.slice(2).map((file) =>
  // Kubernetes reads YAML 1.1: 0440 is octal.
  parseAllDocuments(readFileSync(file, "utf8"), { version: "1.1" })
    .map((document) => document.toJS())
    .filter((resource) => resource !== null),
);
const failures = [];
const fail = (where, what) => failures.push(`${where}: ${what}`);
const show = (value) => (value === undefined ? "missing" : JSON.stringify(value));
const path = (resource) => `${resource.kind} ${resource.metadata.name}`;

/** Removes a key whose value must be of a form. */
function take(map, key, form, where) {
  if (!form.test(map?.[key] ?? "")) {
    fail(where, `${key} is ${show(map?.[key])}`);
  }
  delete map?.[key];
}

function withoutHashes(resources) {
  let text = JSON.stringify(resources);
  for (const { kind, metadata } of resources) {
    if (kind === "ConfigMap") {
      const name = metadata.name.replace(/-[a-z0-9]{10}$/, "");
      if (name === metadata.name) {
        fail(path({ kind, metadata }), "has no hash in its name");
      }
      text = text.replaceAll(`"${metadata.name}"`, `"${name}"`);
    }
  }
  return JSON.parse(text);
}

const selectors = (value) =>
  value === null || typeof value !== "object"
    ? []
    : Object.entries(value).flatMap(([key, child]) => {
        const labels = child?.matchLabels ?? (key === "selector" ? child : undefined);
        // A network policy also selects pods of others.
        return labels?.["app.kubernetes.io/name"] ? [labels] : selectors(child);
      });

function withoutChart(resources) {
  const pods = resources.find(({ kind }) => kind === "Deployment").spec.template;
  const release = /^linkgate$/;
  for (const resource of resources) {
    const { labels } = resource.metadata;
    take(labels, "app.kubernetes.io/instance", release, path(resource));
    take(labels, "app.kubernetes.io/managed-by", /^Helm$/, path(resource));
    take(labels, "app.kubernetes.io/version", /^\d+\.\d+\.\d+/, path(resource));
    take(labels, "helm.sh/chart", /^linkgate-\d+\.\d+\.\d+/, path(resource));
    for (const labels of selectors(resource.spec)) {
      take(labels, "app.kubernetes.io/instance", release, `${path(resource)}, a selector`);
    }
  }
  take(pods.metadata.labels, "app.kubernetes.io/instance", release, "pods");
  take(pods.metadata.annotations, "checksum/settings", /^[0-9a-f]{64}$/, "pods");
  if (Object.keys(pods.metadata.annotations ?? {}).length === 0) {
    delete pods.metadata.annotations;
  }
  return resources;
}

function compare(one, other, where) {
  const objects = [one, other].every((value) => value !== null && typeof value === "object");
  if (objects && Array.isArray(one) === Array.isArray(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      compare(one[key], other[key], where === "" ? key : `${where}.${key}`);
    }
  } else if (!isDeepStrictEqual(one, other)) {
    fail(where, `${show(one)} by Kustomize, ${show(other)} by Helm`);
  }
}

const byName = (resources) => {
  const named = Object.fromEntries(resources.map((each) => [path(each), each]));
  if (Object.keys(named).length !== resources.length) {
    fail("resources", "two have the same kind and name");
  }
  return named;
};

if (kustomize.length === 0) {
  fail("Kustomize", "makes no resources");
}
compare(byName(withoutHashes(kustomize)), byName(withoutChart(helm)), "");
failures.forEach((failure) => console.error(failure));
process.exit(failures.length === 0 ? 0 : 1);
