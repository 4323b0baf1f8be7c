/**
 * How long a call may take, and who may end it.
 *
 * Owns: the signal and the timer, and the errors of what they end. Leaves to others: the call (`http/call.ts`).
 */

/** Limits of a call. */
export interface Limits {
  signal?: AbortSignal | null | undefined;
  timeoutMs?: number | undefined;
}

/** Longer ones end at once in `setTimeout`. */
const LONGEST_MS = 2 ** 31 - 1;

/** @throws where they are none */
export function checkLimits({ timeoutMs }: Limits): void {
  if (timeoutMs === undefined || (typeof timeoutMs === "number" && timeoutMs > 0)) return;
  throw new Error(`The option timeoutMs takes a number of milliseconds, not ${timeoutMs}.`);
}

/**
 * Runs a call under the limits, which have been checked.
 *
 * @param what - names it in errors
 * @param afterwards - what an error says of a call that was under way
 * @throws an error that names the call; its `name` and its `cause` are those of the reason
 */
export function limited<T>(
  what: string,
  afterwards: string,
  limits: Limits,
  run: (signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  const isFree = !limits.signal && limits.timeoutMs === undefined;
  return isFree ? run() : underLimits(what, afterwards, limits, run);
}

async function underLimits<T>(
  what: string,
  afterwards: string,
  { signal, timeoutMs }: Limits,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw abortError(`${what} was not sent: it was aborted`, signal, "");
  const controller = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
  });
  const end = (error: Error) => controller.abort(error);
  const abort = () => signal && end(abortError(`${what} was aborted`, signal, afterwards));
  const late = () => end(timeoutError(`${what} gave no answer in ${timeoutMs} ms${afterwards}`));
  const timer =
    timeoutMs !== undefined && timeoutMs <= LONGEST_MS ? setTimeout(late, timeoutMs) : undefined;
  signal?.addEventListener("abort", abort);
  try {
    return await Promise.race([run(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function timeoutError(message: string): Error {
  return Object.assign(new Error(message), { name: "TimeoutError" });
}

function abortError(message: string, { reason }: AbortSignal, afterwards: string): Error {
  const { name, message: why } =
    reason instanceof Error ? reason : { name: "", message: wordsOf(reason) };
  const error = new Error(`${message} (${why})${afterwards}`, { cause: reason });
  return Object.assign(error, { name: name === "" ? "AbortError" : name });
}

function wordsOf(reason: unknown): string {
  try {
    return String(reason);
  } catch {
    return typeof reason;
  }
}
