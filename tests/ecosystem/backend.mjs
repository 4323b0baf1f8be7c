// The deployment that these tests' pages talk to, with a provider of identities of its own.

import { join } from "node:path";
import { identityProvider } from "../local/support/tokens.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { HERE } from "./recipes.mjs";

const provider = identityProvider();
const JWKS = /"jwks":"([^"]*)"/.exec(provider.config)[1];

export const FIRST_TOKEN = provider.token("ada");
export const SECOND_TOKEN = provider.token("ada again");
export const THIRD_TOKEN = provider.token("ada once more");

export const startBackend = () =>
  startDeployment({
    folder: join(HERE, "backend"),
    env: { JWKS, FIRST_TOKEN, SECOND_TOKEN, THIRD_TOKEN },
  });
