// Follows a write that was sent, by the event streams, until it has settled.

import { words } from "./elements.js";
import { follow as followStream } from "./stream.js";
import { isSame } from "./write.js";

/**
 * @param show is called with a state, a text, and whether that is the end
 * @param signal ends it
 */
export function followWrite(site, write, operation, signal, show) {
  if (operation) followOperation(site, write, operation, signal, show);
  else followEndpoint(site, write, signal, show);
}

function followEndpoint(site, write, signal, show) {
  const ending = new AbortController();
  const end = (state, text) => { ending.abort(); show(state, text, true); };
  site.observe(AbortSignal.any([signal, ending.signal]), {
    endpoints(endpoints) {
      const endpoint = endpoints.find(({ interfaceEndpointId: id }) => isSame(id, write.id));
      if (write.kind === "rm") {
        if (!endpoint) end("SUCCEEDED", "The endpoint is gone.");
        else show("DELETING", endpoint.deleteRequested ? "deleting" : "The link does not show the removal yet.");
      } else if (!endpoint) {
        show("PENDING", "The link does not show the endpoint yet.");
      } else if (endpoint.failed) {
        end("FAILED", `Failed (${words(endpoint.connectionStatus)}). ${endpoint.errorMessage ?? ""}`);
      } else if (endpoint.connectionStatus === "AVAILABLE") {
        end("AVAILABLE", "The endpoint is available.");
      } else {
        show(endpoint.connectionStatus, `${words(endpoint.connectionStatus)}. ${endpoint.errorMessage ?? ""}`);
      }
    },
    gone: () => (write.kind === "rm" ? end("SUCCEEDED", "The endpoint is gone, and so is its link.") : end("gone", "Atlas no longer has the link.")),
    waiting: (seconds) => show("PENDING", `The stream was interrupted. Next try in ${seconds} s.`),
    refused: (error) => end("FAILED", `It can no longer be followed: ${error.message}`),
  });
}

function followOperation(site, write, path, signal, show) {
  const ending = new AbortController();
  const end = (state, text) => { ending.abort(); show(state, text, true); };
  followStream(site.session, `${path}/events`, AbortSignal.any([signal, site.session.signal, ending.signal]), {
    open() {},
    operation({ kind, state, step, problem }) {
      if (state === "FAILED") {
        end(state, `The operation has failed. ${problem?.detail ?? ""}`);
      } else if (state !== "SUCCEEDED") {
        show(state, `${words(state)}: ${step.replaceAll("-", " ")}.`);
      } else if (kind === "settle-outcome") {
        ending.abort();
        followEndpoint(site, write, signal, show);
      } else {
        end("AVAILABLE", "The endpoint was replaced, and is available.");
      }
    },
    waiting: (seconds) => show("PENDING", `The stream was interrupted. Next try in ${seconds} s.`),
    refused: (error) => end("FAILED", `It can no longer be followed: ${error.message}`),
  });
}
