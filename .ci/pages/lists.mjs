// Long lists, and what others wrote, on the start page: node lists.mjs CHROMIUM [DIRECTORY]

import assert from "node:assert/strict";
import { HOSTILE, KEY, awaitText, browser, focused, inspect, open, picture, press, refusals, signIn } from "./browser.mjs";

const PROJECT = "64b7f0c2a91d3e5f60718293";
const LINK = { id: "64b7f1d8a91d3e5f60718301", provider: "AWS", region: "US_EAST_1", status: "AVAILABLE", errorMessage: null };

const endpointOf = (id) => ({
  interfaceEndpointId: id, provider: "AWS", connectionStatus: "AVAILABLE", deleteRequested: false, errorMessage: null, failed: false,
  team: null, addedAt: null, changeReference: null,
});

/** One link, whose stream has these endpoints; `others` answers what else is to be other than the gateway's. */
function answering(link, endpoints, others = () => null) {
  return (pathname, request) => {
    if (pathname.endsWith("/links")) return { links: [], results: [{ ...link, interfaceEndpointIds: endpoints.map((one) => one.interfaceEndpointId) }] };
    if (!pathname.endsWith("/events")) return others(pathname, request);
    request.respond({ contentType: "text/event-stream", body: `retry: 60000\nevent: link\ndata: ${JSON.stringify({ link, endpoints })}\n\n` });
    return true;
  };
}

const many = Array.from({ length: 1000 }, (_, i) => ({
  interfaceEndpointId: `vpce-${String(i).padStart(8, "0")}`, provider: "AWS", connectionStatus: i % 100 ? "AVAILABLE" : "REJECTED",
  deleteRequested: false, errorMessage: null, failed: i % 100 === 0,
}));
for (const width of [360, 1600]) {
  const long = await open("/", { width, change: answering(LINK, many) });
  await signIn(long, KEY, "#projects .card .good");
  await awaitText(long, "#projects .card", "50 of 1000 are shown.");
  assert.equal(await long.$$eval("[aria-label^='Endpoints of AWS'] li", (items) => items.length), 50);
  await inspect(long, `1,000 endpoints, ${width}`, KEY);
  await picture(long, `many-${width}`);
  await press(long, "Show more");
  assert.equal(await long.$$eval("[aria-label^='Endpoints of AWS'] li", (items) => items.length), 100);
  assert.match(await focused(long), /^vpce-00000050/, "the focus is not at the first of the others");
  await long.focus("#projects .card:has(.endpoints) input");
  await long.keyboard.type("failed");
  await awaitText(long, "#projects .card", "10 of 1000 are shown, 10 fit.");
  assert.equal(await long.$$eval(".endpoints .bad", (states) => states.length), 10);
  await long.close();
}

// More links than are followed, and more projects than are open: all endpoints that have failed are shown.
const links = Array.from({ length: 6 }, (_, i) => ({ ...LINK, id: `64b7f1d8a91d3e5f6071831${i}`, region: `US_EAST_${i}`, interfaceEndpointIds: [`vpce-0000000${i}`, "vpce-0000000f"] }));
const projects = Array.from({ length: 5 }, (_, i) => ({ projectId: `64b7f0c2a91d3e5f6071829${i}`, projectName: `project ${i}`, role: "editor" }));
const seen = (link, hasFailed) => link.interfaceEndpointIds.map((id, i) => ({
  ...endpointOf(id), linkId: link.id, region: link.region, seenAt: "2026-11-27T16:12:03.117552Z", team: i ? "sandbox-demo" : "billing",
  ...(hasFailed && i && link === links[5] ? { connectionStatus: "REJECTED", failed: true } : {}),
}));
const others = await open("/", {
  change: (pathname, request) => {
    const list = (...results) => ({ links: [], results, totalCount: results.length });
    if (pathname === "/projects") return list(...projects);
    const [, project, part] = /^\/projects\/(\w+)(?:\/(\w+))?$/.exec(pathname) ?? [];
    const hasFailed = project === projects[0].projectId || project === projects[4].projectId;
    if (project && !part) return { failed: Number(hasFailed), pendingRequests: 0 };
    if (pathname.endsWith("/federation-endpoints")) return list();
    if (part === "endpoints") return list(...links.flatMap((link) => seen(link, hasFailed)));
    if (pathname.endsWith("/links")) return list(...links);
    if (!pathname.endsWith("/events")) return null;
    request.respond({ contentType: "text/event-stream", body: "retry: 60000\n\n" });
    return true;
  },
});
await signIn(others, KEY, "#projects .project:nth-of-type(5)[open] .endpoints .bad");
const failed = ".project[open] .card:nth-of-type(6) .endpoints li:first-child:has(.bad.state)";
assert.deepEqual(await others.$$eval(`${failed} .state`, (items) => items.map((item) => item.textContent)), ["failed (rejected)", "failed (rejected)"]);
assert.match(await others.$eval(failed, (item) => item.textContent), /Team sandbox-demo · seen 2026-11-27 16:12:03Z/);
assert.match(await others.$eval(".project[open] .overview", (list) => list.textContent), /failed.*vpce-0000000f.*AWS US_EAST_5 · team sandbox-demo/);
assert.match(await others.$eval(".project:nth-of-type(5) summary", (summary) => summary.textContent), /1 failed/);
assert.equal(await others.$$eval(".project:nth-of-type(1) .card .state.good", (states) => states.length >= 10), true, "states of links that are not followed");
assert.equal(await others.$(".project:nth-of-type(4)[open]"), null, "a project without a failed endpoint is opened");
await inspect(others, "failed endpoints of links that are not followed", KEY);
await picture(others, "failed");
await others.focus("#projects .check input");
await others.keyboard.press("Space");
assert.equal(await others.$$eval(".project:nth-of-type(1) .endpoints code", (ids) => ids.every((id) => id.textContent === "vpce-0000000f")), true);
await inspect(others, "endpoints of one team", KEY);
await picture(others, "mine");
await others.close();

// Browsers open six connections to one host, for all tabs together.
const tabs = [];
for (let count = 0; count < 3; count += 1) {
  tabs.push(await open("/"));
  await signIn(tabs[count], KEY, "#projects .card .endpoints .good");
}
await tabs[0].bringToFront();
await press(tabs[0], "Last changes");
await awaitText(tabs[0], ".project .note", "Reads, refusals");
await Promise.all(tabs.map((tab) => tab.close()));
console.log("three tabs: good");

const endpoint = { interfaceEndpointId: HOSTILE, provider: "AWS", connectionStatus: HOSTILE, deleteRequested: false, errorMessage: HOSTILE, failed: true };
const record = { sequence: 1, phase: "OUTCOME", time: `2026-11-27${HOSTILE}`, action: HOSTILE, interfaceEndpointId: HOSTILE, actor: { team: HOSTILE }, result: HOSTILE };
const request = { id: HOSTILE, kind: "ENDPOINT", projectId: HOSTILE, team: HOSTILE, linkId: HOSTILE, interfaceEndpointId: HOSTILE, reason: HOSTILE, state: HOSTILE, askedAt: HOSTILE, comment: HOSTILE };
const problem = { detail: HOSTILE, code: HOSTILE, requestId: HOSTILE, atlas: { detail: HOSTILE }, errors: [{ field: HOSTILE, message: HOSTILE }] };
const isHostile = { refuses: false };
const hostile = await open("/", {
  change: answering({ ...LINK, region: HOSTILE, status: HOSTILE, errorMessage: HOSTILE, endpointServiceName: HOSTILE }, [endpoint], (pathname, asked) => {
    const list = (...results) => ({ links: [], results, totalCount: results.length });
    if (pathname === "/keys/current") return { kind: "team", id: HOSTILE, label: HOSTILE, team: HOSTILE, expiresAt: null, grants: [] };
    if (pathname === "/projects") return list({ projectId: PROJECT, projectName: HOSTILE, role: "owner" });
    if (pathname.endsWith("/audit") && asked.resourceType() !== "document") return list(record);
    if (pathname.endsWith("/access-requests")) return list(request);
    if (pathname.endsWith("/federation-endpoints")) return list({ ...endpoint, comment: HOSTILE });
    if (!/endpoints\/[^/]+$/.test(pathname)) return null;
    if (isHostile.refuses) {
      asked.respond({ status: 409, contentType: "application/problem+json", body: JSON.stringify(problem) });
      return true;
    }
    return asked.url().includes("dryRun")
      ? { wouldChange: true, requests: [{ method: HOSTILE, path: HOSTILE, body: { [HOSTILE]: HOSTILE } }], warnings: [HOSTILE], current: { [HOSTILE]: HOSTILE } }
      : { interfaceEndpointId: HOSTILE };
  }),
});
const isText = async (name) => {
  assert.equal(await hostile.$$eval("img", (images) => images.length), 1, "the icon is the only image");
  assert.equal(await hostile.$$eval("b, script[src=x]", (found) => found.length), 0);
  await inspect(hostile, name, KEY);
};
await signIn(hostile, KEY, "#projects .card .endpoints .bad");
await press(hostile, "Last changes");
await hostile.waitForSelector(".changes li");
await isText("hostile projects, links, endpoints, changes and requests");
await press(hostile, "Add an endpoint");
await hostile.waitForSelector("dialog form .copy");
await isText("a hostile name of a service");
await hostile.keyboard.press("Escape");
const remove = async (card) => {
  await (await hostile.$(`${card} button[aria-label^='Remove ']`)).focus();
  await hostile.keyboard.press("Enter");
  await hostile.waitForSelector("dialog .requests");
  await press(hostile, "The same by curl");
  await isText(`a hostile plan of ${card}`);
  const copied = await hostile.$$eval("dialog .copy code", (texts) => texts.map((text) => text.textContent));
  assert.ok(copied[1].includes(`'<img src=x onerror=alert(1)>'\\''"</summary>'`), `not quoted for a shell: ${copied[1]}`);
};
await remove(".card:has([aria-label='Endpoints of Data Federation'])");
await hostile.keyboard.press("Escape");
await remove(".card");
await picture(hostile, "hostile");
isHostile.refuses = true;
await press(hostile, "Remove the endpoint");
await hostile.waitForSelector("dialog .refusal");
assert.deepEqual(refusals(hostile), [409]);
await isText("a hostile refusal");

await browser.close();
