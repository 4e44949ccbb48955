// Uses the generated TypeScript client against the sandbox whose address and key are in G and KEY.
import { deepStrictEqual as same } from 'node:assert';
import { Configuration, EndpointsApi, LinksApi, Problem, ProblemFromJSON, ResponseError } from './client';

const projectId = '64b7f0c2a91d3e5f60718293';
const linkId = '64b7f1d8a91d3e5f60718301';
const azureLinkId = '64b7f1d8a91d3e5f60718303';
const portMappedLinkId = '64b7f1d8a91d3e5f60718305';
const added = 'vpce-0a1b2c3d4e5f60802';
const failed =
  '/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/demo/providers/Microsoft.Network/privateEndpoints/billing';

async function main(): Promise<void> {
  const configuration = new Configuration({ basePath: process.env.G, accessToken: process.env.KEY });
  const links = new LinksApi(configuration);
  const endpoints = new EndpointsApi(configuration);
  const link = { projectId, linkId };

  const shown = await links.getLink(link);
  same(shown.provider, 'AWS');
  same(shown.status, 'AVAILABLE');
  same(typeof (shown.provider === 'AWS' && shown.endpointServiceName), 'string');

  const body = { interfaceEndpointId: added };
  const planned = await endpoints.addEndpoint({ ...link, endpointRequest: body, dryRun: true });
  same('dryRun' in planned && planned.requests[0].method, 'POST');
  same('dryRun' in planned && planned.current, null);

  const created = await endpoints.addEndpoint({ ...link, endpointRequest: body, prefer: 'wait=60' });
  same('provider' in created && created.interfaceEndpointId, added);
  same('provider' in created && created.connectionStatus, 'AVAILABLE');

  const page = await endpoints.listEndpoints(link);
  same(page.links[0].rel, 'self');
  same(page.results.some((endpoint) => endpoint.interfaceEndpointId === added), true);

  const [gcp] = (await endpoints.listEndpoints({ projectId, linkId: portMappedLinkId })).results;
  same(gcp.provider === 'GCP' && gcp.gcpProjectId, 'demo-network');
  same(gcp.provider === 'GCP' && gcp.endpoints[0].ipAddress, '10.3.0.4');

  const ensured = await endpoints.ensureEndpoint({ projectId, linkId: azureLinkId, interfaceEndpointId: failed });
  same('kind' in ensured && ensured.kind, 'replace-endpoint');

  const removed = await endpoints.removeEndpointRaw({ ...link, interfaceEndpointId: added, prefer: 'wait=60' });
  same(removed.raw.status, 204);

  const bad = await problem(endpoints.addEndpoint({ ...link, endpointRequest: { interfaceEndpointId: 'vpce-nonsense' } }));
  same(bad.code, 'invalid-request');
  same(bad.errors?.[0].pointer, '/interfaceEndpointId');

  const last = { projectId, linkId: portMappedLinkId, interfaceEndpointId: 'orders-rule' };
  same((await problem(endpoints.removeEndpoint(last))).code, 'last-endpoint');
  console.log('The TypeScript client works');
}

async function problem(answer: Promise<unknown>): Promise<Problem> {
  try {
    await answer;
  } catch (e) {
    if (e instanceof ResponseError) {
      return ProblemFromJSON(await e.response.json());
    }
    throw e;
  }
  throw new Error('a problem was expected, but there was a success');
}

void main();
