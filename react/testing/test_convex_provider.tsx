"use client";
/**
 * A provider for tests.
 *
 * Owns: that it is the real one, with the user that the test says.
 */

import type { ReactNode } from "react";
import { ConvexProviderWithAuth } from "../index.js";
import type { TestConvex } from "./test_convex.js";

/** Gives the hooks below it the client of a test, and its user. */
export function TestConvexProvider({
  client,
  children,
}: {
  client: TestConvex;
  children?: ReactNode;
}) {
  if (client?.account === undefined) {
    throw new Error(
      "TestConvexProvider takes as its `client` what createTestConvex() gives; the `client` of that is for other providers.",
    );
  }
  const { useAuth } = client.account;
  return (
    <ConvexProviderWithAuth client={client.client} useAuth={useAuth}>
      {children}
    </ConvexProviderWithAuth>
  );
}
