// Types as values of a test: `holds<Equal<A, B>>()` compiles only where A and B are the same type.

/** True only for identical types: `any`, optional and readonly count, assignability is not enough. */
export type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export declare function holds<_Claim extends true>(): void;

// The helper itself tells types apart.
holds<Equal<{ a: string }, { a: string }>>();
// @ts-expect-error: any is not string
// biome-ignore lint/suspicious/noExplicitAny: telling it apart is the point
holds<Equal<{ a: string }, { a: any }>>();
// @ts-expect-error: optional is not required
holds<Equal<{ a: string }, { a?: string }>>();
