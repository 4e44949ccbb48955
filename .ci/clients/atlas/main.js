// Uses the npm package mongodb-atlas-api-client, with Digest, against the sandbox whose address is in G. It has functions for projects and
// clusters; the requests for private endpoints go through its own HTTP class. It shows no statuses, and gives an error as a value. Prints a
// line for each step: client, cloud, step, and what it saw.
const getClient = require('mongodb-atlas-api-client');
const HttpClient = require('mongodb-atlas-api-client/src/httpClient');
const urllib = require('urllib');

const NAME = 'Node.js';
const PROJECT = '64b7f0c2a91d3e5f60718293';
const BASE_URL = `${process.env.G}/api/atlas/v2`;
const SERVICES = `${BASE_URL}/groups/${PROJECT}/privateEndpoint`;
const NOT_FOUND = '404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND';
const V2 = 'application/vnd.atlas.2023-01-01+json';
const CLUSTERS = 'application/vnd.atlas.2024-08-05+json';
const POLLS = 120;

const { ID, KEY, VIEWER_ID, VIEWER_KEY, TAG } = process.env;
const atlas = getClient({ publicKey: ID, privateKey: KEY, baseUrl: BASE_URL, projectId: PROJECT });
const owner = new HttpClient(urllib, ID, KEY);
const azure = '/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/'
  + `node${TAG}`;
const rule = `node-rule-${TAG}`;

const lives = {
  AWS: { id: `vpce-0a1b2c3d4e5f609${TAG}` },
  AZURE: { id: azure, privateEndpointIPAddress: '10.0.0.4' },
  GCP: {
    endpointGroupName: rule,
    gcpProjectId: 'p-fdeeb3e43b8e733e5ab627b1',
    endpoints: [{ endpointName: rule, ipAddress: '10.0.0.4' }],
  },
};

function fetch(client, method, url, data) {
  return client.fetch(url, { method, data, headers: { Accept: V2, 'Content-Type': 'application/json' }, timeout: 60000 });
}

/** The code of an error in Atlas's shape, or the state. */
function outcome(body) {
  if (body.errorCode) return `${body.error} ${body.errorCode}`;
  return body.connectionStatus || body.status || JSON.stringify(body);
}

async function live(cloud, addition) {
  const print = (step, saw) => console.log([NAME, cloud, step, saw].join('\t'));
  const see = (step, expected, actual) => {
    same(`${cloud}, ${step}`, actual, expected);
    print(step, actual);
  };
  const poll = async (step, end, url) => {
    const seen = [];
    for (let i = 0; i < POLLS; i++) {
      const body = await fetch(owner, 'GET', url);
      const state = outcome(body);
      if (seen.at(-1) !== state) seen.push(state);
      if (state === end) return print(step, seen.join(', '));
      if (body.errorCode) break;
      await second();
    }
    throw new Error(`${cloud}, ${step}: ${seen}`);
  };
  const create = async () => {
    const region = process.env[`${cloud}_REGION`];
    const created = await fetch(owner, 'POST', `${SERVICES}/endpointService`,
      { providerName: cloud, region, ...(cloud === 'GCP' && { portMappingEnabled: true }) });
    see('create service', 'INITIATING', outcome(created));
    return `${SERVICES}/${cloud}/endpointService/${created.id}`;
  };

  let service = await create();
  await poll('service is ready', 'AVAILABLE', service);
  const added = await fetch(owner, 'POST', `${service}/endpoint`, addition);
  see('add endpoint', cloud === 'AWS' ? 'PENDING_ACCEPTANCE' : 'INITIATING', outcome(added));
  const id = added.interfaceEndpointId || added.privateEndpointResourceId || added.endpointGroupName;
  same(`${cloud}, endpoint's own id`, id, addition.id || addition.endpointGroupName);
  const endpoint = `${service}/endpoint/${encodeURIComponent(id)}`;
  await poll('endpoint is ready', 'AVAILABLE', endpoint);

  for (let i = 0; ; i++) {
    const clusters = await atlas.cluster.getAll({ httpOptions: { headers: { Accept: CLUSTERS }, timeout: 60000 } });
    const states = (clusters.results || []).map((cluster) => cluster.stateName);
    if (states.length && states.every((state) => state === 'IDLE')) {
      print('clusters are idle', states.join(', '));
      break;
    }
    if (i === POLLS || clusters.errorCode) throw new Error(`${cloud}, clusters: ${JSON.stringify(clusters)}`);
    await second();
  }
  see('regional mode', 'true', `${(await fetch(owner, 'GET', `${SERVICES}/regionalMode`)).enabled}`);
  see('viewer removes', '403 USER_UNAUTHORIZED', outcome(await fetch(new HttpClient(urllib, VIEWER_ID, VIEWER_KEY), 'DELETE', endpoint)));
  see('wrong key', '401 UNEXPECTED_ERROR', outcome(await fetch(new HttpClient(urllib, ID, VIEWER_KEY), 'GET', service)));

  see('remove endpoint', '{}', outcome(await fetch(owner, 'DELETE', endpoint)));
  await poll('endpoint is gone', NOT_FOUND, endpoint);
  await poll('service goes with its last endpoint', NOT_FOUND, service);

  service = await create();
  see('remove service', '{}', outcome(await fetch(owner, 'DELETE', service)));
  await poll('service is gone', NOT_FOUND, service);
  see('remove it again', NOT_FOUND, outcome(await fetch(owner, 'DELETE', service)));
}

function second() {
  return new Promise((resolve) => setTimeout(resolve, 1000));
}

function same(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
}

async function main() {
  const options = { httpOptions: { headers: { Accept: V2 } } };
  const projects = await atlas.project.getAll(options);
  same('projects', projects.results?.map((project) => project.id).join(), PROJECT);
  console.log([NAME, '', 'list projects', `${projects.totalCount} of its own`].join('\t'));
  same('project', (await atlas.project.getById(PROJECT, options)).id, PROJECT);
  const withoutVersion = await atlas.project.getById(PROJECT);
  same('without a version', outcome(withoutVersion), '406 INVALID_VERSION_DATE');
  console.log([NAME, '', 'project without a version', outcome(withoutVersion)].join('\t'));
  const alerts = await atlas.alert.getAll(options);
  same('another resource', outcome(alerts), '403 LINKGATE_NOT_OFFERED');
  console.log([NAME, '', 'list alerts', outcome(alerts)].join('\t'));
  await Promise.all(Object.entries(lives).map(([cloud, addition]) => live(cloud, addition)));
}

main().catch((error) => {
  console.error(`${NAME}: ${error.message}`);
  process.exit(1);
});
