// An issuer of JWTs on the loopback address. It answers as that of GitHub Actions does: /token?claims={…}&audience=… is a JWT with
// these claims, for five minutes.
//   node issuer.js PORT
const { createServer } = require('node:http');
const { generateKeyPairSync, randomUUID, sign } = require('node:crypto');

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

function jwt(query) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...JSON.parse(query.get('claims')), iss: issuer, aud: query.get('audience'), iat: now, exp: now + 300, jti: randomUUID(),
  };
  const text = `${encoded({ alg: 'ES256', typ: 'JWT', kid: 'tests' })}.${encoded(claims)}`;
  return `${text}.${sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const answers = {
  '/.well-known/openid-configuration': () => ({ issuer, jwks_uri: `${issuer}/jwks` }),
  '/jwks': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'tests', use: 'sig', alg: 'ES256' }] }),
  '/token': (query) => ({ value: jwt(query) }),
};

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, issuer);
  const answer = answers[pathname];
  response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(answer ? answer(searchParams) : {}));
}).listen(port, '127.0.0.1');
