// Uses the page of the audit trail, and signs in to the start page, in a browser: node audit.mjs CHROMIUM [DIRECTORY]

import assert from "node:assert/strict";
import { ADMIN, G, HOSTILE, KEY, browser, inspect, looks, open, picture, signIn } from "./browser.mjs";

const LINK = "/projects/64b7f0c2a91d3e5f60718293/links/64b7f1d8a91d3e5f60718301";
const LIST = /^\/projects\/\w+\/audit$/;

/** Opens the newest record of an endpoint that was added, by the keyboard. */
async function openRecord(page) {
  const opened = await page.evaluateHandle(() => [...document.querySelectorAll(".records summary")].find(
    (line) => line.textContent.includes("endpoint.add") && line.textContent.includes("succeeded")));
  assert.ok(opened.asElement(), "no endpoint was added");
  await opened.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("details[open] > .record .line");
}

async function fill() {
  const send = (method, path, body) => fetch(G + path, {
    method, body: body && JSON.stringify(body), headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
  });
  await send("POST", `${LINK}/endpoints`, { interfaceEndpointId: "vpce-0a1b2c3d4e5f60718" });
  await send("POST", `${LINK}2/endpoints`, { interfaceEndpointId: "vpce-0a1b2c3d4e5f60718" });
  await send("DELETE", LINK);
}

await fill();
for (const look of looks) {
  const start = await open("/", look);
  await signIn(start, KEY, "#projects .endpoints .good");
  await inspect(start, `start page, ${look.width} ${look.scheme}`, KEY);
  assert.doesNotMatch(await start.$eval("main", (main) => main.innerText), /login/);
  await picture(start, `start-${look.width}-${look.scheme}`);
  await start.close();

  const audit = await open("/audit", look);
  await signIn(audit, ADMIN, ".records summary");
  await picture(audit, `audit-${look.width}-${look.scheme}`);
  assert.deepEqual(await audit.$$eval(".records .read", (lines) => lines.length), 0, "reads are shown before they are asked for");
  await openRecord(audit);
  await inspect(audit, `audit trail, ${look.width} ${look.scheme}`, ADMIN);
  await picture(audit, `audit-record-${look.width}-${look.scheme}`);
  await audit.close();
}

const auditor = await open("/audit");
await signIn(auditor, ADMIN, ".records summary");
await auditor.$eval(".cards > .card button", (check) => check.click());
await auditor.waitForSelector(".cards > .card:first-child .good");
await inspect(auditor, "chain and checkpoints", ADMIN);

const team = await open("/audit");
await signIn(team, KEY, ".records summary");
await openRecord(team);
assert.equal(await team.$(".cards"), null, "a team sees the state of the whole trail");
await inspect(team, "audit trail of a team", KEY);

const finding = {
  id: "change:17", kind: "outside-the-gateway", projectId: "64b7f0c2a91d3e5f60718293", occurredAt: "2026-11-27T12:00:00Z", foundAt: "2026-11-27T12:15:00Z",
  event: null, receipt: "17:00", differences: null, acknowledgement: null,
};
const known = { ...finding, acknowledgement: { at: "2026-11-28T08:00:00Z", by: { kind: "admin", subject: "bob" }, comment: "As agreed" } };
const broken = { sequence: 17, reason: "its hash is not that of its content" };
const reports = [
  { state: "CHECKED", open: 0, shown: ["state good", "nothing open"] },
  { state: "HELD_BACK", open: 2, shown: ["state bad", "2 open findings · held back"] },
];
for (const { state, open: left, shown } of reports) {
  const report = {
    checkedFrom: null, checkedUntil: null, state, detail: null, matched: 1, total: 2, open: left,
    findings: left ? [finding, finding] : [known, known],
  };
  const found = await open("/audit", {
    width: 360,
    change: (pathname) => (pathname === "/admin/audit/reconciliation" ? report
      : pathname === "/admin/audit/verification" ? { valid: false, records: 44, firstBroken: broken } : null),
  });
  await signIn(found, ADMIN, ".findings summary");
  assert.deepEqual(await found.$eval(".card:has(.findings) .state", (line) => [line.className, line.textContent]), shown);
  await found.$eval(".cards > .card button", (check) => check.click());
  const bad = await found.waitForSelector(".cards > .card:first-child:has(.bad) > .note");
  assert.match(await bad.evaluate((line) => line.textContent),
    /^Record 17: its hash is not that of its content\. The records before it that were checked are as they were written\./);
  await inspect(found, `a broken chain, and findings of which ${left} are open`, ADMIN);
}

// A finding that somebody says something of.
const findings = [finding];
const said = [];
const acknowledging = await open("/audit", {
  width: 360,
  change: (pathname, request) => {
    if (pathname.endsWith("/findings/change%3A17/acknowledgement")) {
      said.push(JSON.parse(request.postData()));
      findings[0] = { ...findings[0], acknowledgement: { at: "2026-11-28T09:00:00Z", by: { kind: "admin", subject: "ada" }, comment: HOSTILE } };
      return findings[0];
    }
    return pathname === "/admin/audit/reconciliation" ? {
      checkedFrom: null, checkedUntil: null, state: "CHECKED", detail: null, matched: 1, total: 1, open: findings[0].acknowledgement ? 0 : 1, findings,
    } : null;
  },
});
await signIn(acknowledging, ADMIN, ".findings summary");
await acknowledging.click(".findings summary");
await acknowledging.type(".findings form input", "A change by hand");
await inspect(acknowledging, "a finding to acknowledge", ADMIN);
await picture(acknowledging, "finding");
await acknowledging.keyboard.press("Enter");
await acknowledging.waitForFunction(() => document.querySelector(".findings summary").textContent.endsWith("acknowledged"));
assert.deepEqual(said, [{ comment: "A change by hand" }]);
assert.equal(await acknowledging.$eval(".card:has(.findings) .state", (line) => line.textContent), "nothing open");
assert.equal(await acknowledging.$eval(".findings .quoted", (text) => text.textContent), HOSTILE);
await inspect(acknowledging, "an acknowledged finding", ADMIN);

for (const [path, shown] of [["/", "#projects .card"], ["/audit", ".records summary"]]) {
  const left = await open(path);
  await signIn(left, KEY, shown);
  await left.evaluate(() => { globalThis.isSame = true; });
  await left.goto(`${G}/problems`);
  await left.goBack();
  assert.ok(await left.evaluate(() => globalThis.isSame), "the browser did not keep the page, so this shows nothing");
  await left.waitForSelector("#sign-in[hidden]");
  await left.waitForSelector(shown);
  await inspect(left, `${path} after a return to it`, KEY);

  // The other page, and a reload, ask for no key; after a sign-out all do, and the page before shows nothing of it.
  const [other, others] = path === "/" ? ["/audit", ".records summary"] : ["/", "#projects .card"];
  await left.goto(G + other);
  await left.waitForSelector(others);
  await left.reload();
  await left.waitForSelector(others);
  await left.click("#sign-out");
  await left.waitForSelector("#sign-in:not([hidden])");
  assert.equal(await left.$(others), null, "the page shows what it showed before");
  await inspect(left, `${other} after a sign-out`, KEY);
  await left.goBack();
  await left.waitForSelector("#sign-in:not([hidden])");
  assert.equal(await left.$(shown), null, "the page before shows what it showed");
  await inspect(left, `${path} after a sign-out elsewhere`, KEY);
}

const record = {
  sequence: 1, time: "2026-11-27T12:00:00.000000Z", phase: "OUTCOME", requestId: HOSTILE, interfaceEndpointId: HOSTILE, attempted: `POST ${HOSTILE}`,
  action: HOSTILE, actor: { kind: HOSTILE, team: HOSTILE, subject: HOSTILE }, result: HOSTILE, count: 1, hash: HOSTILE,
};
const hostile = await open("/audit", { change: (pathname) => LIST.test(pathname) && { links: [], results: [record] } });
await signIn(hostile, KEY, ".records summary");
await hostile.$eval(".records summary", (line) => line.click());
await hostile.waitForSelector("details[open] > .record");
assert.equal(await hostile.$$eval("img", (images) => images.length), 1, "the icon is the only image");
assert.ok((await hostile.$eval(".record", (record) => record.textContent)).includes(HOSTILE));
await inspect(hostile, "hostile records", KEY);

await browser.close();
