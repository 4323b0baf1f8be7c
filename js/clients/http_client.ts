/**
 * A client that calls functions over HTTP: `ConvexHttpClient` of npm convex.
 *
 * Owns: who calls, the queue of mutations, the time of consistent queries. Leaves to others: the call itself
 * (`http/call.ts`).
 */

import type {
  ArgsAndOptions,
  FunctionReturnType,
  OptionalRestArgs,
  UserIdentityAttributes,
} from "convex/server";
import type { Value } from "convex/values";
import { validateDeploymentUrl } from "../deployment_url.js";
import { encodeArgs, functionName, parseArgs } from "../functions.js";
import { type Carrier, callFunction, fetchTime, type HttpCall } from "../http/call.js";
import { type Logger, makeLogger } from "../logger.js";
import type { Reference } from "../reference.js";

/** Options of one mutation. */
export type HttpMutationOptions = {
  /** Runs beside the mutations that are under way, not after them. */
  skipQueue: boolean;
};

/** Options of the client. */
export interface ConvexHttpClientOptions {
  /** Accept an address that does not look like a deployment's. Default: false. */
  skipConvexDeploymentUrlCheck?: boolean;
  /** Where log lines of functions go; false for nowhere. Default: the console. */
  logger?: Logger | boolean;
  /** The user's JWT, as by `setAuth`. */
  auth?: string;
  /** Used instead of the global `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/** A part of `RequestInit` that the calls go out with. */
type FetchOptions = { cache: "force-cache" | "no-store" };

type CallDetails = Omit<HttpCall, "url" | "name" | "args" | "token" | "adminToken">;

const SILENT = makeLogger(false, false);

/** Runs functions over HTTP. It holds a user's credentials, so a server makes one for each of its own requests. */
export class ConvexHttpClient {
  // Private to TypeScript alone: a proxy that an app or its framework makes of a client reaches them.
  private readonly _address: string;
  private readonly _logger: Logger;
  private readonly _fetch: typeof globalThis.fetch | undefined;
  private _init: RequestInit = {};
  private _isDebug = true;
  private _token: string | undefined;
  private _adminToken: string | undefined;
  private _time: Promise<string> | undefined;
  private _lastMutation: Promise<unknown> | undefined;

  /** @throws when the address cannot be a deployment's */
  constructor(address: string, options?: ConvexHttpClientOptions) {
    if (typeof options === "boolean") {
      throw new Error(
        "skipConvexDeploymentUrlCheck as the second argument is no longer supported. Please pass an options object, `{ skipConvexDeploymentUrlCheck: true }`.",
      );
    }
    if (options?.skipConvexDeploymentUrlCheck !== true) validateDeploymentUrl(address);
    this._address = address;
    this._logger = makeLogger(options?.logger, false);
    this._fetch = options?.fetch;
    if (options?.auth) this.setAuth(options.auth);
  }

  /**
   * The address of the deployment's API.
   * @deprecated Use `url`.
   */
  backendUrl(): string {
    return `${this._address}/api`;
  }

  /** The deployment's URL. */
  get url(): string {
    return this._address;
  }

  /** Calls are made for this user from now on, by the JWT. */
  setAuth(value: string): void {
    this.clearAuth();
    this._token = value;
  }

  /** Calls are made as an admin from now on, who may act as a user. */
  setAdminAuth(token: string, actingAsIdentity?: UserIdentityAttributes): void {
    this.clearAuth();
    this._adminToken =
      actingAsIdentity === undefined ? token : `${token}:${toBase64(actingAsIdentity)}`;
  }

  /** Calls are made for nobody from now on. */
  clearAuth(): void {
    this._token = undefined;
    this._adminToken = undefined;
  }

  /** Whether log lines of functions are printed. */
  setDebug(debug: boolean): void {
    this._isDebug = debug;
  }

  /** Options for `fetch` of all later calls. */
  setFetchOptions(fetchOptions: FetchOptions): void {
    this._init = fetchOptions;
  }

  /**
   * Runs a query at the time of this client's first consistent query: what all of them see belongs together.
   * Deployments answer for about 30 seconds of the past, so make a client for each such moment.
   *
   * @deprecated Experimental in npm convex: it may change or disappear.
   */
  async consistentQuery<Query extends Reference<"query">>(
    query: Query,
    ...args: OptionalRestArgs<Query>
  ): Promise<FunctionReturnType<Query>> {
    const parsed = parseArgs(args[0]);
    const call = this._prepare({ kind: "query" }, functionName(query), parsed);
    this._time ??= fetchTime(this._address, this._carrier());
    return this._send({ ...call, at: await this._time });
  }

  /** Runs a query. */
  async query<Query extends Reference<"query">>(
    query: Query,
    ...args: OptionalRestArgs<Query>
  ): Promise<FunctionReturnType<Query>> {
    return this._call({ kind: "query" }, functionName(query), parseArgs(args[0]));
  }

  /** Runs a mutation, after those that were asked for before. */
  async mutation<Mutation extends Reference<"mutation">>(
    mutation: Mutation,
    ...args: ArgsAndOptions<Mutation, HttpMutationOptions>
  ): Promise<FunctionReturnType<Mutation>> {
    const [rawArgs, options] = args;
    const call = this._prepare({ kind: "mutation" }, functionName(mutation), parseArgs(rawArgs));
    const run = () => this._send(call);
    return options?.skipQueue ? run() : this._inTurn(run);
  }

  /** Runs an action. */
  async action<Action extends Reference<"action">>(
    action: Action,
    ...args: OptionalRestArgs<Action>
  ): Promise<FunctionReturnType<Action>> {
    return this._call({ kind: "action" }, functionName(action), parseArgs(args[0]));
  }

  /** Runs a function of whichever kind, also an internal one or a component's, as an admin. */
  async function<AnyFunction extends Reference<"query" | "mutation" | "action">>(
    anyFunction: AnyFunction | string,
    componentPath?: string,
    ...args: OptionalRestArgs<AnyFunction>
  ): Promise<FunctionReturnType<AnyFunction>> {
    const details = { kind: "function", componentPath } as const;
    return this._call(details, functionName(anyFunction), parseArgs(args[0]));
  }

  private async _call(
    details: CallDetails,
    name: string,
    args: Record<string, Value>,
  ): Promise<Value> {
    return this._send(this._prepare(details, name, args));
  }

  /** The user of a call is who is signed in when it is made, also where a mutation waits for its turn. */
  private _prepare(details: CallDetails, name: string, args: Record<string, Value>): HttpCall {
    const token = this._token || undefined;
    const adminToken = this._adminToken || undefined;
    return { ...details, url: this._address, name, args: encodeArgs(args), token, adminToken };
  }

  private _send(call: HttpCall): Promise<Value> {
    return callFunction(call, this._carrier(), this._isDebug ? this._logger : SILENT);
  }

  private _carrier(): Carrier {
    return { init: this._init, fetch: this._fetch };
  }

  /** A failure does not hold up those that wait. */
  private _inTurn(run: () => Promise<Value>): Promise<Value> {
    const outcome = this._lastMutation === undefined ? run() : this._lastMutation.then(run);
    const ended = outcome
      .catch(() => {})
      .then(() => {
        if (this._lastMutation === ended) this._lastMutation = undefined;
      });
    this._lastMutation = ended;
    return outcome;
  }
}

function toBase64(identity: UserIdentityAttributes): string {
  const bytes = new TextEncoder().encode(JSON.stringify(identity));
  return btoa(String.fromCodePoint(...bytes));
}
