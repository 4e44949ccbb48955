// What a write would do, as its dry run says.

import { element, factsView } from "./elements.js";

export function planView({ wouldChange, requests, warnings, current }) {
  const parts = [];
  for (const warning of warnings) parts.push(element("p", "busy", element("strong", "", "Warning: "), warning));
  if (wouldChange) {
    parts.push(element("h3", "", requests.length === 1 ? "One request would go to Atlas" : `${requests.length} requests would go to Atlas`),
      element("ol", "requests", ...requests.map(requestView)));
  } else {
    parts.push(element("p", "", "Nothing would be sent to Atlas: nothing is to be changed."));
  }
  if (current) parts.push(element("details", "", element("summary", "", "As it is now"), factsView(current)));
  return parts;
}

function requestView({ method, path, body }) {
  const line = element("code", "", element("strong", "", method), ` ${path}`);
  return element("li", "", line, ...(body ? [element("pre", "", JSON.stringify(body, null, 1))] : []));
}
