// Turns resources of Kubernetes, as YAML on standard input, into a TypeScript program. The compiler finds fields that Kubernetes'
// API does not have or requires, because each resource is a literal of its type. The program itself checks the values' forms.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

const libraryOf = (apiVersion) =>
  apiVersion.startsWith("monitoring.coreos.com/") ? "@kubernetes-models/prometheus-operator" : "kubernetes-models";

parseAllDocuments(readFileSync(0, "utf8"))
  .map((document) => document.toJS())
  .forEach((resource, i) => {
    const { apiVersion, kind } = resource;
    console.log(`import { ${kind} as Model${i}, I${kind} as Type${i} } from "${libraryOf(apiVersion)}/${apiVersion}/${kind}";`);
    console.log(`const ${kind}${i}: Type${i} = ${JSON.stringify(resource, null, 2)};`);
    console.log(`new Model${i}(${kind}${i}).validate();`);
  });
