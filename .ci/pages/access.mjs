// Asks for a role on a project and for an endpoint, answers, and tells the end of a key, on the start page: node access.mjs CHROMIUM [DIRECTORY]

import assert from "node:assert/strict";
import { ADMIN, G, HOSTILE, KEY, awaitText, browser, focused, inspect, looks, open, picture, press, refusals, signIn } from "./browser.mjs";

const PROJECT = "64b7f0c2a91d3e5f60718293";
const DAY = 86_400_000;

const admin = async (method, path, body) => {
  const answer = await fetch(`${G}/admin/${path}`, {
    method, body: body && JSON.stringify(body), headers: { Authorization: `Bearer ${ADMIN}`, "Content-Type": "application/json" },
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
};

/** A team with a key, which ends after so many days. */
async function newTeam(name, days) {
  await admin("PUT", `teams/${name}`, { description: "Made by a check" });
  return (await admin("POST", `teams/${name}/keys`, { label: "ci", expiresAt: new Date(Date.now() + days * DAY).toISOString() })).key;
}

/** The key of a named administrator. */
async function administrator(name, scopes) {
  await admin("PUT", `administrators/${name}`, { description: "Made by a check", scopes });
  return (await admin("POST", `administrators/${name}/keys`, { label: "page" })).key;
}

async function ask(page, role, reason) {
  await page.$eval("#requests input", (input) => { input.value = ""; });
  await page.type("#requests input", PROJECT);
  await page.select("#requests select", role);
  await page.focus("#requests form .field:nth-of-type(3) input");
  await page.keyboard.type(reason);
  await page.keyboard.press("Enter");
  await awaitText(page, "#requests [role=status]", `Asked for the role ${role} on ${PROJECT}.`);
}

const key = await newTeam("newcomers", 3.5);
for (const look of looks) {
  const page = await open("/", look);
  await signIn(page, key, "#expiry p");
  await inspect(page, `a team without projects whose key ends soon, ${look.width} ${look.scheme}`, key);
  await picture(page, `newcomers-${look.width}-${look.scheme}`);
  await page.close();
}

// The sandbox's own requests are answered first, so that those of the newcomers are the only ones.
for (const { id, projectId } of (await admin("GET", "access-requests?state=PENDING")).results) {
  await admin("PUT", `../projects/${projectId}/access-requests/${id}/answer`, { approved: false });
}
const headers = { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" };

const asking = await open("/");
await signIn(asking, key, "#requests form");
assert.match(await asking.$eval("#expiry", (told) => told.textContent), /^Your key ends in 3 days, on \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\./);
await ask(asking, "editor", HOSTILE);
await ask(asking, "viewer", "To see the states of our endpoints");
assert.match(await asking.$eval("#requests .changes", (own) => own.textContent), /viewer.*pending.*editor.*pending/s);
await inspect(asking, "own requests", key);

const owner = await open("/");
await signIn(owner, KEY, ".answers .card");
assert.equal(await owner.$$eval(".answers .quoted", (reasons) => reasons.map((reason) => reason.textContent).includes("<img src=x onerror=alert(1)>'\"</summary>")), true);
assert.equal(await owner.$$eval("img", (images) => images.length), 1, "the icon is the only image");
await inspect(owner, "requests to answer", KEY);
await picture(owner, "answers");
await press(owner, "Approve the role for newcomers");
await awaitText(owner, "#projects [role=status]", "newcomers has the role viewer now.");
assert.equal(await focused(owner), "Access requests (1)");
await owner.focus(".answers .field input");
await owner.keyboard.type("Not before the audit");
await press(owner, "Deny the role for newcomers");
await awaitText(owner, "#projects [role=status]", "The request of newcomers is denied.");
await inspect(owner, "answered requests", KEY);

await press(asking, "Read again");
await awaitText(asking, "#requests .changes", "Answer: Not before the audit");
assert.match(await asking.$eval("#requests .changes", (own) => own.textContent), /viewer.*approved.*editor.*denied/s);

// The new viewer sees the project, and can ask for more.
const viewer = await open("/");
await signIn(viewer, key, "#projects .card .good");
assert.equal(await viewer.$$eval("#projects .card button:not([hidden])", (all) => all.filter((one) => /Add|Remove|Replace/.test(one.textContent)).length), 0);
await press(viewer, "Ask for the role editor");
assert.equal(await viewer.$eval("#requests select", (role) => role.value), "editor");
await viewer.keyboard.type("To add our own");
await viewer.keyboard.press("Enter");
await awaitText(viewer, "#requests [role=status]", "Asked for the role editor");
await ask(viewer, "owner", "Twice");
await inspect(viewer, "a viewer", key);
await viewer.type("#requests form .field:nth-of-type(3) input", "Again");
await viewer.select("#requests select", "viewer");
await viewer.keyboard.press("Enter");
await awaitText(viewer, "#requests .refusal", "role-held");
assert.deepEqual(refusals(viewer), [409]);

const platform = await open("/");
await signIn(platform, ADMIN, "#requests .answers .card");
assert.equal(await platform.$("#projects .answers .card"), null, "an administrator sees the requests twice");
await inspect(platform, "requests to answer by an administrator", ADMIN);
await picture(platform, "all-answers");
await press(platform, "Deny the role for newcomers");
await awaitText(platform, "#requests [role=status]", "The request of newcomers is denied.");

// A team asks for an endpoint that the rules refuse, withdraws that, asks again, and adds the endpoint once it is approved.
const refusedId = "vpce-0a1b2c3d4e5f6a7b8";
await admin("PUT", "teams/newcomers/grants/" + PROJECT, { role: "editor" });
await admin("PUT", `projects/${PROJECT}/rules`, { awsEndpoints: "approved" });
const adding = await open("/");
await signIn(adding, key, "#projects .card .good");
async function plan() {
  await press(adding, "Add an endpoint");
  await adding.waitForSelector("dialog form input");
  await adding.keyboard.type(refusedId);
  await adding.keyboard.press("Enter");
}
await plan();
await awaitText(adding, "dialog", "origin-not-allowed");
assert.deepEqual(refusals(adding), [403]);
await inspect(adding, "an endpoint that needs an approval", key);
await picture(adding, "needs-approval");
await adding.focus("dialog .field input");
await adding.keyboard.type("For the orders service");
await press(adding, "Ask for an approval");
await awaitText(adding, "dialog [role=status]", "It is asked for.");
await press(adding, "Close it");
await awaitText(adding, "#requests .changes", refusedId);
await press(adding, "Withdraw");
await awaitText(adding, "#requests .changes", "withdrawn");
await plan();
await awaitText(adding, "dialog", "origin-not-allowed");
assert.deepEqual(refusals(adding), [403]);
await press(adding, "Ask for an approval");
await awaitText(adding, "dialog [role=status]", "It is asked for.");
await press(adding, "Close it");
const approving = await open("/");
await signIn(approving, KEY, "#projects .answers .card");
await inspect(approving, "an endpoint to approve", KEY);
await picture(approving, "approve");
await press(approving, `Approve ${refusedId} for newcomers`);
await awaitText(approving, "#projects", `newcomers may add ${refusedId} now.`);
assert.match(await focused(approving), /^Access requests/);
await press(adding, "Read again");
await awaitText(adding, "#requests .changes", "approved");
await plan();
await awaitText(adding, "dialog [role=status]", "Nothing was sent yet.");
await press(adding, "Add the endpoint");
await adding.waitForSelector("dialog [role=log]");
await adding.keyboard.press("Escape");
await awaitText(adding, "#requests .changes", "used");
await inspect(adding, "an approval that is used", key);
await picture(adding, "used");
assert.equal((await fetch(`${G}/admin/projects/${PROJECT}/rules`, { method: "DELETE", headers: { Authorization: `Bearer ${ADMIN}` } })).status, 204);

// An administrator who sees no project, and has nothing to answer.
const auditor = await administrator("observer", ["auditor"]);
const observing = await open("/");
await signIn(observing, auditor, "#signed-in:not([hidden])");
await awaitText(observing, "main", "Your scopes, auditor, show no project’s links here.");
assert.equal(await observing.$("#requests form"), null, "an administrator is told to ask for a role");
await inspect(observing, "an administrator without projects", auditor);
await picture(observing, "observer");

// A right that ends while the page is open.
const refused = await open("/", {
  change: (pathname, request) => {
    if (!pathname.endsWith("/links")) return null;
    request.respond({ status: 403, contentType: "application/problem+json",
      body: JSON.stringify({ detail: `This needs the role viewer. ${HOSTILE}`, code: "forbidden", requestId: HOSTILE }) });
    return true;
  },
});
await signIn(refused, key, "#projects .refusal");
await press(refused, "Ask for the role viewer");
assert.equal(await refused.$eval("#requests input", (input) => input.value), PROJECT);
assert.deepEqual(refusals(refused), [403]);
await inspect(refused, "a project that is refused", key);

// Answers say it, too, in the header.
const told = await open("/", {
  change: async (pathname, request) => {
    if (!pathname.endsWith("/links")) return null;
    const answer = await fetch(request.url(), { headers: request.headers() });
    request.respond({ contentType: "application/json", body: await answer.text(), headers: { "Key-Expires": new Date(Date.now() + 5_000_000).toUTCString() } });
    return true;
  },
});
await signIn(told, KEY, "#projects .card .good");
assert.match(await told.$eval("#expiry", (text) => text.textContent), /^Your key ends in 83 minutes/);
await press(told, "Take a new key");
assert.match(await told.$eval("#expiry details[open]", (text) => text.textContent), /linkgate key rotate .*\/keys\/rotation/s);
await inspect(told, "a key whose end an answer tells", KEY);

await browser.close();
