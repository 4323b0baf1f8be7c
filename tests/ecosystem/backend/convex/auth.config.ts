// The provider of the tests: its public keys come from the environment.

import type { AuthConfig } from "convex/server";

export default {
  providers: [
    {
      type: "customJwt",
      issuer: "https://issuer.example.com",
      applicationID: "lentil-tests",
      jwks: process.env.JWKS as string,
      algorithm: "RS256",
    },
  ],
} satisfies AuthConfig;
