/**
 * What a test has said of the functions: a result for some arguments, or for all.
 *
 * Owns: which answer counts, and what is said where there is none. Leaves to others: when it is asked for
 * (`test_live.ts`), the types (`test_convex.ts`).
 */

import { convexToJson, type JSONValue, jsonToConvex, type Value } from "convex/values";
import { canonicalPath, encodeArgs } from "../../js/functions.js";

/** As a result: there is none yet. As the answer to a mutation or an action: it never ends. */
export const pending: unique symbol = Symbol("pending");

/** Kinds of functions. */
export type Kind = "query" | "mutation" | "action";

/** A value, or a function of the arguments that gives one; what it throws is the function's failure. */
type Answer = unknown;

interface Known {
  byArgs: Map<string, Answer>;
  forAll?: { answer: Answer };
}

/** The answers of one test. */
export class Answers {
  readonly #known = new Map<string, Known>();
  readonly #isStrict: boolean;

  /** `isStrict`: what has no answer fails; else it is loading, or never ends. */
  constructor(isStrict: boolean) {
    this.#isStrict = isStrict;
  }

  /** Without `args` it is for all that have none of their own. The last one counts. */
  set(kind: Kind, name: string, args: Record<string, Value> | undefined, answer: Answer): void {
    const key = keyOf(kind, name);
    const known: Known = this.#known.get(key) ?? { byArgs: new Map() };
    this.#known.set(key, known);
    if (args === undefined) known.forAll = { answer };
    else known.byArgs.set(encodeArgs(args), answer);
  }

  /**
   * What a function gives, `pending` included.
   *
   * @throws what the test's function throws; where there is no answer and one is needed, an error that says so
   */
  of(kind: Kind, name: string, args: Record<string, Value>): unknown {
    const known = this.#known.get(keyOf(kind, name));
    const encoded = encodeArgs(args);
    // What is given for the arguments of a query in pages holds for all of its pages.
    const { paginationOpts: _, ...ofList } = args;
    for (const key of [encoded, encodeArgs(ofList)]) {
      if (known?.byArgs.has(key)) return called(known.byArgs.get(key), args);
    }
    if (known?.forAll) return called(known.forAll.answer, args);
    if (this.#isStrict) throw new Error(unanswered(kind, name, encoded));
    return pending;
  }
}

/** A value as it is now, whatever becomes of it. */
export const copyOf = (value: unknown): unknown => jsonToConvex(wireValue(value));

/** A value as it would have come over the wire; nothing is null, as a function's result. */
export function wireValue(value: unknown): JSONValue {
  return convexToJson((value === undefined ? null : value) as Value);
}

const keyOf = (kind: Kind, name: string) => `${kind} ${canonicalPath(name)}`;

/** No value of Convex is a function. */
function called(answer: Answer, args: Record<string, Value>): unknown {
  return typeof answer === "function" ? answer(args) : answer;
}

function unanswered(kind: Kind, name: string, encodedArgs: string): string {
  return `The test has no answer to the ${kind} ${name} with ${encodedArgs}. Give one by ${kind}() of the test client.`;
}
