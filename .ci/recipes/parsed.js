// Fails unless each file is what its recipe is about.
//   node parsed.js TERRAFORM KUBERNETES
const assert = require('node:assert');
const { readFileSync } = require('node:fs');

const [terraform, kubernetes] = process.argv.slice(2);

(async () => {
  const { provider, resource } = await require('@cdktf/hcl2json').parse(terraform, readFileSync(terraform, 'utf8'));
  // With anything in the block, the provider would take nothing from the environment.
  assert.deepStrictEqual(provider.mongodbatlas, [{}]);
  assert.deepStrictEqual(Object.keys(resource), ['mongodbatlas_privatelink_endpoint', 'mongodbatlas_privatelink_endpoint_service']);

  const { kind, spec } = require('yaml').parse(readFileSync(kubernetes, 'utf8'));
  assert.strictEqual(kind, 'AtlasPrivateEndpoint');
  assert.deepStrictEqual(Object.keys(spec), ['externalProjectRef', 'connectionSecret', 'provider', 'region', 'awsConfiguration']);
})();
