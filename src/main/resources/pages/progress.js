// Follows a write that was sent, by the event streams, until it has settled.

import { cloudViews } from "./commands.js";
import { button, words } from "./elements.js";
import { awaitedStrings } from "./endpoint.js";
import { follow as followStream } from "./stream.js";
import { isSame } from "./write.js";

/**
 * @param done the answer to the write, if there was one
 * @param show is called with a state, a text, whether that is the end, and, if it is a good one, with what comes next
 * @param signal ends it
 */
export function followWrite(site, write, done, operation, signal, show) {
  if (write.kind === "create" && done) followLink(site, done, signal, show);
  else if (operation) followOperation(site, write, operation, signal, show);
  else followEndpoint(site, write, signal, show);
}

/** The caller's cloud comes next, and then the endpoint there. */
function followLink(site, created, signal, show) {
  const ending = new AbortController();
  const own = site.created(created);
  const end = (state, text, next) => { ending.abort(); show(state, text, true, next); };
  own.observe(AbortSignal.any([signal, ending.signal]), {
    link(link) {
      if (link.status === "AVAILABLE") {
        end("AVAILABLE", "The link is available.", {
          remark: "", parts: async () => cloudViews(link), buttons: (leave) => [button("Add an endpoint…", () => { leave(); own.add(); }, "")],
        });
      } else if (link.status === "FAILED" || link.errorMessage) {
        end("FAILED", `Failed. ${link.errorMessage ?? ""}`);
      } else {
        show(link.status, `${words(link.status)}.`);
      }
    },
    gone: () => end("gone", "Atlas no longer has the link."),
    waiting: (seconds) => show("PENDING", `The stream was interrupted. Next try in ${seconds} s.`),
    refused: (error) => end("FAILED", `It can no longer be followed: ${error.message}`),
  });
}

const strings = (site, write, signal) => site.link && ({
  remark: "Waiting for the connection strings, which Atlas adds some time later…",
  parts: () => awaitedStrings(site.session, write.own, signal), buttons: () => [],
});

function followEndpoint(site, write, signal, show) {
  const ending = new AbortController();
  const end = (state, text, next) => { ending.abort(); show(state, text, true, next); };
  site.observe(AbortSignal.any([signal, ending.signal]), {
    endpoints(endpoints) {
      const endpoint = endpoints.find(({ interfaceEndpointId: id }) => isSame(id, write.id));
      if (write.kind === "rm") {
        if (!endpoint) end("SUCCEEDED", "The endpoint is gone.");
        else show("DELETING", endpoint.deleteRequested ? "deleting" : "Atlas does not show the removal yet.");
      } else if (!endpoint) {
        show("PENDING", "Atlas does not show the endpoint yet.");
      } else if (endpoint.failed) {
        end("FAILED", `Failed (${words(endpoint.connectionStatus)}). ${endpoint.errorMessage ?? ""}`);
      } else if (endpoint.connectionStatus === "AVAILABLE") {
        end("AVAILABLE", "The endpoint is available.", strings(site, write, signal));
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
  const end = (state, text, next) => { ending.abort(); show(state, text, true, next); };
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
        end("AVAILABLE", "The endpoint was replaced, and is available.", strings(site, write, signal));
      }
    },
    waiting: (seconds) => show("PENDING", `The stream was interrupted. Next try in ${seconds} s.`),
    refused: (error) => end("FAILED", `It can no longer be followed: ${error.message}`),
  });
}
