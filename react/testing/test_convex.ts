/**
 * What a test holds: it says what functions give, and sees what was called.
 *
 * Owns: the types, which are those of the app's `api`. Leaves to others: being a client (`test_live.ts`).
 */

import type { FunctionArgs, FunctionReturnType, PaginationOptions } from "convex/server";
import { convexToJson } from "convex/values";
import type { ConnectionState } from "../../js/connection_state.js";
import { canonicalPath, functionName, parseArgs } from "../../js/functions.js";
import type { Preloaded } from "../../js/preloaded.js";
import type { Reference } from "../../js/reference.js";
import {
  ConvexReactClient,
  type PaginatedQueryArgs,
  type PaginatedQueryItem,
  type PaginatedQueryReference,
} from "../index.js";
import { Answers, copyOf, type Kind, pending, wireValue } from "./answers.js";
import { pageOf } from "./pages.js";
import { TestAccount, type TestAuth } from "./test_account.js";
import { type TestCall, TestLive } from "./test_live.js";

type AnyReference = Reference<"query" | "mutation" | "action">;

/** A result; nothing at all stands for null, as in a function of Convex. */
type Result<Of extends AnyReference> =
  | FunctionReturnType<Of>
  | typeof pending
  | (null extends FunctionReturnType<Of> ? undefined : never);

/** What a query gives: a result, or a function of its arguments that gives one, or throws the query's error. */
export type QueryAnswer<Query extends Reference<"query">> =
  | Result<Query>
  | ((args: FunctionArgs<Query>) => Result<Query>);

/** What a mutation or an action gives: as of a query, and of a function also a promise. */
export type CallAnswer<Called extends AnyReference> =
  | Result<Called>
  | ((args: FunctionArgs<Called>) => Result<Called> | Promise<Result<Called>> | VoidOf<Called>);

type VoidOf<Called extends AnyReference> =
  null extends FunctionReturnType<Called> ? void | Promise<void> : never;

/** Options of `createTestConvex`. */
export interface TestConvexOptions {
  /** What a function does that the test gave no answer to: be loading, or never end; or fail and say so. Default: "pending". */
  unanswered?: "pending" | "error";
  /** Who is signed in at first. Default: "unauthenticated". */
  auth?: TestAuth;
}

/** A deployment that answers as a test says. */
export class TestConvex {
  /** The client, for `ConvexProvider` and whoever takes one. It is a real one, on no connection. */
  readonly client: ConvexReactClient;
  /** The user, for `TestConvexProvider`. */
  readonly account: TestAccount;
  readonly #answers: Answers;
  readonly #live: TestLive;

  constructor({ unanswered = "pending", auth = "unauthenticated" }: TestConvexOptions = {}) {
    this.#answers = new Answers(unanswered === "error");
    this.account = new TestAccount(auth);
    this.#live = new TestLive(this.#answers, this.account, (error) => console.error(error));
    this.client = new ConvexReactClient("http://127.0.0.1", { baseClient: this.#live });
  }

  /** Gives a query its result, for all arguments or for these. What is shown of it changes at once. */
  query<Query extends Reference<"query">>(query: Query, answer: QueryAnswer<Query>): this;
  query<Query extends Reference<"query">>(
    query: Query,
    args: FunctionArgs<Query>,
    answer: QueryAnswer<Query>,
  ): this;
  query(query: unknown, ...rest: unknown[]): this {
    const args = rest.length > 1 ? rest[0] : undefined;
    const answer = rest.at(-1);
    const isFixed = typeof answer !== "function" && answer !== pending;
    return this.#set("query", query, isFixed ? copyOf(answer) : answer, args);
  }

  /** Gives a query in pages all of its items, for all arguments or for these; a page has as many as are asked for. */
  pages<Query extends PaginatedQueryReference>(
    query: Query,
    items: readonly PaginatedQueryItem<Query>[],
  ): this;
  pages<Query extends PaginatedQueryReference>(
    query: Query,
    args: PaginatedQueryArgs<Query>,
    items: readonly PaginatedQueryItem<Query>[],
  ): this;
  pages(query: unknown, ...rest: unknown[]): this {
    const items = copyOf(rest.at(-1)) as unknown[];
    const page = (args: { paginationOpts: PaginationOptions }) =>
      pageOf(items, args.paginationOpts);
    return this.#set("query", query, page, rest.length > 1 ? rest[0] : undefined);
  }

  /** Gives a mutation its answer. Until it ends, its optimistic update is shown; then all functions of queries run anew. */
  mutation<Mutation extends Reference<"mutation">>(
    mutation: Mutation,
    answer: CallAnswer<Mutation>,
  ): this {
    return this.#set("mutation", mutation, answer);
  }

  /** Gives an action its answer. */
  action<Action extends Reference<"action">>(action: Action, answer: CallAnswer<Action>): this {
    return this.#set("action", action, answer);
  }

  /** The mutations and actions that were called, in their order; of one of them, the arguments of each call. */
  calls(): TestCall[];
  calls<Called extends Reference<"mutation" | "action">>(of: Called): FunctionArgs<Called>[];
  calls(of?: unknown): unknown[] {
    if (of === undefined) return [...this.#live.calls];
    const name = canonicalPath(functionName(of));
    return this.#live.calls.filter((call) => call.name === name).map(({ args }) => args);
  }

  /** Lets the functions of queries run anew, as where data have changed that they read. */
  refresh(): this {
    this.#live.refresh();
    return this;
  }

  /** Who is signed in from now on. */
  auth(auth: TestAuth): this {
    this.account.become(auth);
    this.#live.tellRefreshing();
    return this;
  }

  /** What the connection is like from now on; the rest of it is as it would be. */
  connection(state: Partial<ConnectionState>): this {
    this.#live.setConnection(state);
    return this;
  }

  /** What `preloadQuery` would give, for a component with `usePreloadedQuery`; `isForUser`: by a call with a token. */
  preloaded<Query extends Reference<"query">>(
    query: Query,
    args: FunctionArgs<Query>,
    value: FunctionReturnType<Query>,
    { isForUser = false }: { isForUser?: boolean } = {},
  ): Preloaded<Query> {
    const payload = {
      _name: functionName(query),
      _argsJSON: convexToJson(parseArgs(args)),
      _valueJSON: wireValue(value),
    };
    return (isForUser ? { ...payload, _isForUser: true } : payload) as unknown as Preloaded<Query>;
  }

  #set(kind: Kind, of: unknown, answer: unknown, args?: unknown): this {
    const known = args === undefined ? undefined : parseArgs(args);
    this.#answers.set(kind, functionName(of), known, answer);
    if (kind === "query") this.#live.refresh();
    return this;
  }
}

/** A deployment that answers as a test says. */
export const createTestConvex = (options?: TestConvexOptions): TestConvex =>
  new TestConvex(options);
