// An identity provider in a few lines: a key pair of its own, its auth.config.ts, and tokens (RS256).
// Owns keys and claims, and serving them. Leaves to the tests: which tokens are good.

import { createSign, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { within } from "../../support/deadline.mjs";

const ISSUER = "https://issuer.example.com";
const AUDIENCE = "lentil-tests";

/** A provider with a new key; `config` is the text of convex/auth.config.ts. */
export function identityProvider() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" };
  const keys = JSON.stringify({ keys: [key] });
  const jwks = `data:text/plain;charset=utf-8;base64,${Buffer.from(keys).toString("base64")}`;
  let made = 0;
  return {
    /** The public keys as an address that holds them, for an auth.config.ts of the test's own. */
    jwks,
    config: configOf({
      type: "customJwt",
      issuer: ISSUER,
      applicationID: AUDIENCE,
      jwks,
      algorithm: "RS256",
    }),
    serve: () => serve(keys),
    /** For a user; it holds for so many seconds. No two tokens are equal. */
    token(subject, { seconds = 3600, claims = {} } = {}) {
      const iat = Math.floor(Date.now() / 1000);
      const jti = `t${made++}`;
      const payload = { iss: ISSUER, aud: AUDIENCE, sub: subject, iat, exp: iat + seconds, jti };
      return sign({ ...payload, ...claims }, privateKey);
    },
  };
}

function configOf(provider) {
  const text = `export default { providers: [${JSON.stringify(provider)}] };`;
  return `// The test's own provider.\n${text}\n`;
}

/** As an OIDC provider, which says itself where its keys are. */
async function serve(keys) {
  const server = createServer((request, response) => {
    const about = JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` });
    response.end(request.url === "/keys" ? keys : about);
  });
  await within("the provider", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const config = configOf({ domain: issuer, applicationID: AUDIENCE });
  return { issuer, config, close: () => server.close() };
}

function sign(payload, privateKey) {
  const encoded = [{ alg: "RS256", typ: "JWT", kid: "k1" }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = createSign("RSA-SHA256").update(encoded).sign(privateKey, "base64url");
  return `${encoded}.${signature}`;
}
