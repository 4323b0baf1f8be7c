/**
 * The options of a live client.
 *
 * Owns: their names, defaults and units, and how they reach the core. Leaves to others: what they do.
 */

import type { Logger } from "../logger.js";

/** Options of a client, a part of npm convex's `BaseConvexClientOptions`. */
export interface ClientOptions {
  /** Used instead of the global WebSocket, for example the one of npm `ws`. */
  webSocketConstructor?: typeof WebSocket;
  /** Where messages go; false for nowhere. Default: the console. */
  logger?: Logger | boolean;
  /** Also messages about connections. Default: false. */
  verbose?: boolean;
  /** Accept an address that does not look like a deployment's. Default: false. */
  skipConvexDeploymentUrlCheck?: boolean;
  /** Ask before a page is left whose changes the server has not answered yet. Default: true where it can be asked. */
  unsavedChangesWarning?: boolean;
  /** Hears why the deployment closed the connection, where that was not in order; for observation alone. */
  onServerDisconnectError?: (message: string) => void;
  /** Accepted; no measurements are sent to the deployment. */
  reportDebugInfoToConvex?: boolean;
  /** Seconds before a token's expiry at which it is renewed. Default: 10. */
  authRefreshTokenLeewaySeconds?: number;
  /** Send nothing before the first `setAuth` has come to a token, or to none. Default: false. */
  expectAuth?: boolean;
  /** Do not renew a first token at once that the server accepts. Default: false. */
  initialAuthTokenReuse?: boolean;
  /** An app that changes a result in place gets a TypeError where it does: for development. Default: false. */
  freezeResults?: boolean;
  /** Ms of silence after which a connection counts as lost; the server speaks every 15 s. Default: 60,000. */
  inactivityTimeoutMs?: number;
  /** The longest wait in ms before a reconnect; jitter adds up to half of it. Default: 16,000. */
  maxReconnectDelayMs?: number;
}

/** What can be started; a type of its own, so that the package's public types name none of the core's. */
interface Startable {
  start(
    expectAuth: boolean,
    reuseInitialToken: boolean,
    refreshLeewayMs: number,
    inactivityMs: number,
    maxBackoffMs: number,
  ): string | undefined;
}

/** Starts the core of a client with these options. */
export function startCore(client: Startable, options: ClientOptions): string | undefined {
  return client.start(
    options.expectAuth ?? false,
    options.initialAuthTokenReuse ?? false,
    (options.authRefreshTokenLeewaySeconds ?? 10) * 1000,
    options.inactivityTimeoutMs ?? 60_000,
    options.maxReconnectDelayMs ?? 16_000,
  );
}
