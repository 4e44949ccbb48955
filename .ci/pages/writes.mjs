// Adds, replaces and removes endpoints on the start page by the keyboard, also those of Data Federation: node writes.mjs CHROMIUM [DIRECTORY]
// The environment also has LINKGATE, the command line.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { G, KEY, awaitText, browser, focused, inspect, looks, open, picture, press, refusals, signIn } from "./browser.mjs";

const PROJECT = "/projects/64b7f0c2a91d3e5f60718293";
const AWS = `${PROJECT}/links/64b7f1d8a91d3e5f60718301`;
const ADD = "Add an endpoint to AWS US_EAST_1";
const FAILED = "vpce-0f6e2b4c8d1a39e57";
const SHOWN = "#projects .card .good";

const send = (method, path, body) => fetch(G + path, {
  method, body: body && JSON.stringify(body), headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
});
const textOf = (page, selector) => page.$eval(selector, (found) => found.textContent);

async function start(options) {
  const page = await open("/", options);
  await signIn(page, KEY, SHOWN);
  return page;
}

/** Fills in the form of an endpoint of AWS, and shows what would be sent. */
async function fillIn(page, id) {
  await press(page, ADD);
  await page.waitForSelector("dialog form");
  await page.keyboard.type(id);
  await page.keyboard.press("Enter");
}

const awaitPlan = (page) => awaitText(page, "dialog [role=status]", "Nothing was sent yet");

async function close(page) {
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog"));
}

for (const look of looks) {
  const page = await start(look);
  await fillIn(page, "vpce-0a1b2c3d4e5f60799");
  await awaitPlan(page);
  await inspect(page, `an addition to confirm, ${look.width} ${look.scheme}`, KEY);
  await picture(page, `addition-${look.width}-${look.scheme}`);
  await close(page);
  assert.equal(await focused(page), `${ADD} 64b7f1d8a91d3e5f60718301`, "the focus is not back");
  await page.close();
}

const page = await start();
await fillIn(page, "vpce-<b>");
await awaitText(page, "dialog form .bad", "It must be");
assert.deepEqual(await page.$eval("dialog form input", (input) => [input.value, input.ariaInvalid, document.activeElement === input]),
  ["vpce-<b>", "true", true]);
assert.deepEqual(refusals(page), [400]);
await inspect(page, "an id that is refused", KEY);
await picture(page, "refused-id");
await page.keyboard.down("Control");
await page.keyboard.press("a");
await page.keyboard.up("Control");
await page.keyboard.type("vpce-0a1b2c3d4e5f60701");
await page.keyboard.press("Enter");
await awaitPlan(page);
assert.match(await textOf(page, "dialog .requests"), /^POST .*\/endpoint\{\s*"id": "vpce-0a1b2c3d4e5f60701"\s*\}$/);
assert.equal((await send("GET", `${AWS}/endpoints/vpce-0a1b2c3d4e5f60701`)).status, 404, "the dry run has added it");
await press(page, "Add the endpoint");
await awaitText(page, "dialog [role=status]", "It has settled");
assert.match(await textOf(page, "dialog [role=log]"), /pending.*The endpoint is available\.$/s);
assert.match(await textOf(page, "dialog .copy"), /^\d+:[0-9a-f]{64}/, "the receipt");
await awaitText(page, "dialog", "mongodb+srv://");
await inspect(page, "an addition that has settled, with its connection strings", KEY);
await picture(page, "settled");
await close(page);

await press(page, ADD);
await page.keyboard.type("vpce-0a1b2c3d4e5f60701");
await page.keyboard.press("Tab");
await page.keyboard.press("Space");
await press(page, "Show what would be sent");
await awaitText(page, "dialog [role=status]", "There is nothing to do.");
assert.equal(await page.$$eval("dialog button", (all) => all.some((one) => one.textContent === "Ensure the endpoint")), false);
await close(page);

// Ids at which the sandbox fails: an endpoint that is rejected, an answer that is lost, an error of Atlas.
await fillIn(page, "vpce-000000000000e0dec");
await awaitPlan(page);
await press(page, "Add the endpoint");
await awaitText(page, "dialog [role=status]", "It has settled");
assert.match(await textOf(page, "dialog [role=log]"), /Failed \(rejected\)\. The endpoint vpce-000000000000e0dec could not be accepted/);
await close(page);
await fillIn(page, "vpce-000000000000e00ff");
await awaitPlan(page);
await press(page, "Add the endpoint");
await awaitText(page, "dialog .refusal", "outcome-unknown");
await awaitText(page, "dialog [role=log]", "The operation has failed.");
assert.deepEqual(refusals(page), [502]);
await close(page);
await fillIn(page, "vpce-000000000000e0500");
await awaitPlan(page);
await press(page, "Add the endpoint");
await awaitText(page, "dialog .refusal", "atlas-unavailable");
await press(page, "Send it again");
await awaitText(page, "dialog [role=status]", "Sending…");
await awaitText(page, "dialog .refusal", "atlas-unavailable");
assert.deepEqual(refusals(page), [503, 503]);
await close(page);

await press(page, `Replace ${FAILED}`);
await awaitPlan(page);
assert.match(await textOf(page, "dialog .requests"), /^DELETE .*POST /s);
assert.match(await textOf(page, "dialog .busy"), /^Warning: An operation replaces the endpoint/);
await inspect(page, "a replacement to confirm", KEY);
await picture(page, "replacement");
await press(page, "Replace the endpoint");
await awaitText(page, "dialog [role=status]", "It has settled");
assert.match(await textOf(page, "dialog [role=log]"), /removing.*The endpoint was replaced, and is available\.$/s);
await close(page);

await press(page, "Remove vpce-0a1b2c3d4e5f60701");
await awaitPlan(page);
await send("DELETE", `${AWS}/endpoints/vpce-0a1b2c3d4e5f60701`);
await press(page, "Remove the endpoint");
await awaitText(page, "dialog .bad", "It has changed since it was shown, so nothing was sent now.");
assert.deepEqual(refusals(page), [412]);
await inspect(page, "a removal of what has changed since", KEY);
await close(page);
await awaitText(page, "#projects .card h3", "AWS US_EAST_1");

const colourOf = (selector) => page.$eval(selector, (found) => getComputedStyle(found).color);
assert.notEqual(await colourOf(`[aria-label='Remove ${FAILED}']`), await colourOf(`[aria-label^='${ADD}']`), "a removal looks like an addition");
await press(page, `Remove ${FAILED}`);
await awaitPlan(page);
await inspect(page, "a removal to confirm", KEY);
await picture(page, "removal");
await press(page, "Remove the endpoint");
await awaitText(page, "dialog [role=log]", "The endpoint is gone.");
await close(page);
assert.equal(await focused(page), "AWS US_EAST_1", "the focus is lost");

await press(page, "Follow GCP US_EAST_4");
await page.waitForSelector("[aria-label='Remove orders-rule']:not([hidden])");
await press(page, "Remove orders-rule");
await awaitText(page, "dialog .refusal", "This is the last endpoint of the link, and Atlas may remove the link with it.");
assert.deepEqual(refusals(page), [409]);
await inspect(page, "a removal of a last endpoint, refused", KEY);
await picture(page, "last-endpoint");
await press(page, "I accept that the link may go, too");
await awaitPlan(page);
assert.match(await textOf(page, "dialog .busy"), /Atlas may remove the link too/);
await press(page, "The same by curl");
assert.match(await textOf(page, "dialog details[open]"), /allowLinkRemoval=true.*--allow-link-removal.*terraform destroy/s);
await press(page, "Remove the endpoint");
await awaitText(page, "dialog [role=log]", "The endpoint is gone");
await close(page);

await press(page, "Last changes");
await awaitText(page, ".changes", "endpoint.ensure");
assert.match(await textOf(page, ".changes"), /endpoint\.remove.*orders-rule.*endpoint\.add/s);
assert.equal(await page.$$eval(".changes li", (lines) => lines.length) <= 10, true);
await inspect(page, "last changes", KEY);
await picture(page, "changes");

// Data Federation, whose endpoints are on no link.
const FEDERATION = ".card:has([aria-label='Endpoints of Data Federation'])";
async function fillInFederation(...values) {
  await press(page, "Add an endpoint to Data Federation");
  await page.waitForSelector("dialog form");
  for (const [i, value] of values.entries()) {
    if (i) await page.keyboard.press("Tab");
    await page.keyboard.type(value);
  }
  await page.keyboard.press("Enter");
}
const federated = "vpce-0a1b2c3d4e5f60801";
assert.match(await textOf(page, FEDERATION), /vpce-0d5e8f7a2b3c4d6e1/);
await fillInFederation(federated, "us-east-1");
await awaitText(page, "dialog form .bad", "It must be given, because region and customerEndpointDnsName belong together.");
assert.deepEqual(refusals(page), [400]);
await inspect(page, "an endpoint of Data Federation whose name is missing", KEY);
await picture(page, "federation-form");
await page.keyboard.type(`${federated}-0x1y2z3a.vpce-svc-00e311695874992b4.us-east-1.vpce.amazonaws.com`);
await page.keyboard.press("Tab");
await page.keyboard.type("Reports of orders");
await page.keyboard.press("Enter");
await awaitPlan(page);
assert.match(await textOf(page, "dialog .requests"), /^POST .*\/privateNetworkSettings\/endpointIds.*"Reports of orders".*"US_EAST_1"/s);
await press(page, "The same by curl");
assert.match(await textOf(page, "dialog details[open]"),
  /linkgate federation add --region us-east-1 --dns-name \S+ --comment 'Reports of orders' .*_data_federation_online_archive".*region +. "US_EAST_1"/s);
await press(page, "Add the endpoint");
await awaitText(page, "dialog [role=status]", "It has settled");
assert.match(await textOf(page, "dialog [role=log]"), /The endpoint is available\.$/);
await close(page);
await awaitText(page, `${FEDERATION} li`, "Reports of orders");
await inspect(page, "an endpoint of Data Federation", KEY);
await (await page.$(FEDERATION)).scrollIntoView();
await picture(page, "federation");

await press(page, `Comment ${federated}`);
await page.waitForSelector("dialog form");
await page.keyboard.type(" and bills");
await page.keyboard.press("Enter");
await awaitPlan(page);
assert.match(await textOf(page, "dialog .requests"), /"Reports of orders and bills"/);
await press(page, "Change the endpoint");
await awaitText(page, "dialog [role=status]", "It has settled");
await close(page);
await awaitText(page, `${FEDERATION} li`, "Reports of orders and bills");

const ofAzure = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/orders/providers/Microsoft.Network/privateEndpoints/reports-e0dec";
await fillInFederation(ofAzure, "536871312", "10.0.0.4");
await awaitPlan(page);
await press(page, "Add the endpoint");
await awaitText(page, "dialog [role=status]", "It has settled");
assert.match(await textOf(page, "dialog [role=log]"), /Failed \(rejected\)/);
await close(page);
await awaitText(page, ".overview", "reports-e0dec");
await awaitText(page, FEDERATION, "Mend the cause, then remove it, and add it again.");
for (const id of [ofAzure, federated]) {
  await press(page, `Remove ${id}`);
  await awaitPlan(page);
  await press(page, "Remove the endpoint");
  await awaitText(page, "dialog [role=log]", "The endpoint is gone.");
  await close(page);
  assert.equal(await focused(page), "Data Federation", "the focus is lost");
}
await inspect(page, "Data Federation without what was removed", KEY);

// From no link to an endpoint: the link, the command for the caller's own cloud, and the endpoint's form.
const LINKS = [
  { cloud: "AWS", region: "us-west-2", creates: /"region": "US_WEST_2"/, command: /^aws ec2 create-vpc-endpoint .*--region us-west-2 .*--service-name com\.amazonaws\.vpce\.us-west-2\./s },
  { cloud: "AZURE", region: "northeurope", creates: /"region": "EUROPE_NORTH"/, command: /^ID=\$\(az network private-endpoint create .*--private-connection-resource-id \/subscriptions\//s },
  { cloud: "GCP", region: "us-west1", creates: /"portMappingEnabled": true/, command: /^gcloud compute addresses create "\$NAME-ip" --region us-west1 .*forwarding-rules create "\$NAME" --region us-west1 .*--target-service-attachment projects\//s },
];
for (const [i, { cloud, region, creates, command }] of LINKS.entries()) {
  await press(page, "Create a link in demo");
  await page.waitForSelector("dialog form");
  await page.select("dialog select", cloud);
  await page.focus("dialog .field:nth-of-type(2) input");
  await page.keyboard.type(region);
  if (!i) {
    await inspect(page, "a link to create", KEY);
    await picture(page, "link-form");
  }
  await page.keyboard.press("Enter");
  await awaitPlan(page);
  assert.match(await textOf(page, "dialog .requests"), creates);
  await press(page, "The same by curl");
  assert.match(await textOf(page, "dialog details[open]"), new RegExp(`linkgate links create --provider ${cloud} --region ${region}.*mongodbatlas_privatelink_endpoint"`, "s"));
  await press(page, "Create the link");
  await awaitText(page, "dialog [role=status]", "It has settled");
  assert.match(await textOf(page, "dialog [role=log]"), /initiating.*The link is available\.$/s);
  const told = await page.$eval("dialog [aria-label='Copy the command for your cloud']", (copy) => copy.parentNode.querySelector("code").textContent);
  assert.match(told, command);
  execFileSync("bash", ["-n", "-c", told]);
  await inspect(page, `a link of ${cloud} that was created`, KEY);
  await picture(page, `link-${cloud}`);
  await press(page, "Add an endpoint…");
  await page.waitForSelector("dialog form input");
  assert.ok(await page.$("dialog form [aria-label='Copy the command for your cloud']"), "the form of an endpoint has no command for the cloud");
  if (!i) {
    await page.keyboard.type("vpce-0a1b2c3d4e5f60788");
    await page.keyboard.press("Enter");
    await awaitPlan(page);
    await press(page, "Add the endpoint");
    await awaitText(page, "dialog [role=status]", "It has settled");
    await awaitText(page, "dialog [role=status]", "Waiting for the connection strings"); // the clusters are in other regions
  }
  await close(page);
}

// What is copied does the same.
for (const [name, id] of [["curl", "vpce-0a1b2c3d4e5f60702"], ["command line", "vpce-0a1b2c3d4e5f60703"]]) {
  await fillIn(page, id);
  await awaitPlan(page);
  const command = await page.$eval(`dialog [aria-label='Copy the same for ${name}']`, (copy) => copy.parentNode.querySelector("code").textContent);
  execFileSync("bash", ["-c", `linkgate() { $LINKGATE "$@"; }\n${command}`], { env: { ...process.env, LINKGATE_KEY: KEY }, stdio: "pipe" });
  assert.equal((await send("GET", `${AWS}/endpoints/${id}`)).status, 200);
  await close(page);
  console.log(`the same by ${name}: good`);
}
await page.close();

// An answer that is lost, while Escape must not close what waits for it: the same request is sent again, and carried out once.
const keys = [];
const lossy = await start({
  change: async (pathname, request) => {
    if (request.method() !== "POST" || request.url().includes("dryRun")) return null;
    keys.push(request.headers()["idempotency-key"]);
    if (keys.length > 1) return null;
    await fetch(request.url(), { method: "POST", headers: request.headers(), body: request.postData() });
    await lossy.keyboard.press("Escape");
    request.abort();
    return true;
  },
});
await fillIn(lossy, "vpce-0a1b2c3d4e5f60704");
await awaitPlan(lossy);
await press(lossy, "Add the endpoint");
await awaitText(lossy, "dialog .refusal", "No answer came from the gateway.");
await press(lossy, "Send it again");
await awaitText(lossy, "dialog [role=status]", "It has settled");
assert.equal(keys[0], keys[1], "the second request has another key");
assert.equal(keys.length, 2);
refusals(lossy);
await inspect(lossy, "an addition whose answer was lost", KEY);

// The browser's back button while a dialog is open: the dialog does not come back.
await press(lossy, "Close");
await fillIn(lossy, "vpce-0a1b2c3d4e5f60705");
await awaitPlan(lossy);
await lossy.goto(`${G}/problems`);
await lossy.goBack();
await lossy.waitForSelector(SHOWN);
assert.equal(await lossy.$("dialog"), null);
assert.equal((await send("GET", `${AWS}/endpoints/vpce-0a1b2c3d4e5f60705`)).status, 404);
console.log("a dialog after a return to the page: good");

const ended = await start({
  change: (pathname, request) => {
    if (request.method() !== "DELETE" || request.url().includes("dryRun")) return null;
    request.respond({ status: 401, contentType: "application/problem+json", body: JSON.stringify({ detail: "The API key was revoked." }) });
    return true;
  },
});
await press(ended, "Remove vpce-0a1b2c3d4e5f60702");
await awaitPlan(ended);
await press(ended, "Remove the endpoint");
await awaitText(ended, "#message", "The API key was revoked.");
await ended.waitForFunction(() => !document.querySelector("dialog"));
assert.deepEqual(refusals(ended), [401]);
await inspect(ended, "a key that ends meanwhile", KEY);

await browser.close();
