// An identity provider in a few lines: a key pair of its own, its auth.config.ts, and tokens (RS256).
// Owns keys and claims. Leaves to the tests: which tokens are good.

import { createSign, generateKeyPairSync } from "node:crypto";

const ISSUER = "https://issuer.example.com";
const AUDIENCE = "lentil-tests";

/** A provider with a new key; `config` is the text of convex/auth.config.ts. */
export function identityProvider() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" };
  const jwks = Buffer.from(JSON.stringify({ keys: [key] })).toString("base64");
  const provider = {
    type: "customJwt",
    issuer: ISSUER,
    applicationID: AUDIENCE,
    jwks: `data:text/plain;charset=utf-8;base64,${jwks}`,
    algorithm: "RS256",
  };
  const text = "// The test's own provider.\n";
  let made = 0;
  return {
    config: `${text}export default { providers: [${JSON.stringify(provider)}] };\n`,
    /** For a user; it holds for so many seconds. No two tokens are equal. */
    token(subject, { seconds = 3600, claims = {} } = {}) {
      const iat = Math.floor(Date.now() / 1000);
      const jti = `t${made++}`;
      const payload = { iss: ISSUER, aud: AUDIENCE, sub: subject, iat, exp: iat + seconds, jti };
      return sign({ ...payload, ...claims }, privateKey);
    },
  };
}

function sign(payload, privateKey) {
  const encoded = [{ alg: "RS256", typ: "JWT", kid: "k1" }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = createSign("RSA-SHA256").update(encoded).sign(privateKey, "base64url");
  return `${encoded}.${signature}`;
}
