// The provider of the tests: its public keys come from the environment.

import type { AuthConfig } from "convex/server";

/** The deployment's environment; the rest of Node's `process` is not there. */
declare const process: { env: Record<string, string | undefined> };

export default {
  providers: [
    {
      type: "customJwt",
      issuer: "https://issuer.example.com",
      applicationID: "lentil-tests",
      jwks: process.env.JWKS ?? "",
      algorithm: "RS256",
    },
  ],
} satisfies AuthConfig;
