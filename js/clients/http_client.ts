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
import { functionName, parseArgs } from "../functions.js";
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
  readonly #address: string;
  readonly #logger: Logger;
  readonly #fetch: typeof globalThis.fetch | undefined;
  #init: RequestInit = {};
  #isDebug = true;
  #token: string | undefined;
  #adminToken: string | undefined;
  #time: Promise<string> | undefined;
  #lastMutation: Promise<unknown> | undefined;

  /** @throws when the address cannot be a deployment's */
  constructor(address: string, options?: ConvexHttpClientOptions) {
    if (typeof options === "boolean") {
      throw new Error(
        "skipConvexDeploymentUrlCheck as the second argument is no longer supported. Please pass an options object, `{ skipConvexDeploymentUrlCheck: true }`.",
      );
    }
    if (options?.skipConvexDeploymentUrlCheck !== true) validateDeploymentUrl(address);
    this.#address = address;
    this.#logger = makeLogger(options?.logger, false);
    this.#fetch = options?.fetch;
    if (options?.auth) this.setAuth(options.auth);
  }

  /**
   * The address of the deployment's API.
   * @deprecated Use `url`.
   */
  backendUrl(): string {
    return `${this.#address}/api`;
  }

  /** The deployment's URL. */
  get url(): string {
    return this.#address;
  }

  /** Calls are made for this user from now on, by the JWT. */
  setAuth(value: string): void {
    this.clearAuth();
    this.#token = value;
  }

  /** Calls are made as an admin from now on, who may act as a user. */
  setAdminAuth(token: string, actingAsIdentity?: UserIdentityAttributes): void {
    this.clearAuth();
    this.#adminToken =
      actingAsIdentity === undefined ? token : `${token}:${toBase64(actingAsIdentity)}`;
  }

  /** Calls are made for nobody from now on. */
  clearAuth(): void {
    this.#token = undefined;
    this.#adminToken = undefined;
  }

  /** Whether log lines of functions are printed. */
  setDebug(debug: boolean): void {
    this.#isDebug = debug;
  }

  /** Options for `fetch` of all later calls. */
  setFetchOptions(fetchOptions: FetchOptions): void {
    this.#init = fetchOptions;
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
    this.#time ??= fetchTime(this.#address, this.#carrier());
    const call = this.#prepare({ kind: "query" }, functionName(query), parsed);
    return this.#send({ ...call, at: await this.#time });
  }

  /** Runs a query. */
  async query<Query extends Reference<"query">>(
    query: Query,
    ...args: OptionalRestArgs<Query>
  ): Promise<FunctionReturnType<Query>> {
    return this.#call({ kind: "query" }, functionName(query), parseArgs(args[0]));
  }

  /** Runs a mutation, after those that were asked for before. */
  async mutation<Mutation extends Reference<"mutation">>(
    mutation: Mutation,
    ...args: ArgsAndOptions<Mutation, HttpMutationOptions>
  ): Promise<FunctionReturnType<Mutation>> {
    const [rawArgs, options] = args;
    const call = this.#prepare({ kind: "mutation" }, functionName(mutation), parseArgs(rawArgs));
    const run = () => this.#send(call);
    return options?.skipQueue ? run() : this.#inTurn(run);
  }

  /** Runs an action. */
  async action<Action extends Reference<"action">>(
    action: Action,
    ...args: OptionalRestArgs<Action>
  ): Promise<FunctionReturnType<Action>> {
    return this.#call({ kind: "action" }, functionName(action), parseArgs(args[0]));
  }

  /** Runs a function of whichever kind, also an internal one or a component's, as an admin. */
  async function<AnyFunction extends Reference<"query" | "mutation" | "action">>(
    anyFunction: AnyFunction | string,
    componentPath?: string,
    ...args: OptionalRestArgs<AnyFunction>
  ): Promise<FunctionReturnType<AnyFunction>> {
    const details = { kind: "function", componentPath } as const;
    return this.#call(details, functionName(anyFunction), parseArgs(args[0]));
  }

  async #call(details: CallDetails, name: string, args: Record<string, Value>): Promise<Value> {
    return this.#send(this.#prepare(details, name, args));
  }

  /** The user of a call is who is signed in when it is made, also where a mutation waits for its turn. */
  #prepare(details: CallDetails, name: string, args: Record<string, Value>): HttpCall {
    const token = this.#token || undefined;
    const adminToken = this.#adminToken || undefined;
    return { ...details, url: this.#address, name, args, token, adminToken };
  }

  #send(call: HttpCall): Promise<Value> {
    return callFunction(call, this.#carrier(), this.#isDebug ? this.#logger : SILENT);
  }

  #carrier(): Carrier {
    return { takes: "parts", init: this.#init, fetch: this.#fetch };
  }

  /** A failure does not hold up those that wait. */
  #inTurn(run: () => Promise<Value>): Promise<Value> {
    const outcome = this.#lastMutation === undefined ? run() : this.#lastMutation.then(run);
    const ended = outcome
      .catch(() => {})
      .then(() => {
        if (this.#lastMutation === ended) this.#lastMutation = undefined;
      });
    this.#lastMutation = ended;
    return outcome;
  }
}

function toBase64(identity: UserIdentityAttributes): string {
  const bytes = new TextEncoder().encode(JSON.stringify(identity));
  return btoa(String.fromCodePoint(...bytes));
}
