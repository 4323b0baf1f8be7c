/**
 * The worker that has a core.
 *
 * Owns: making it of the script's text, its end, what it cannot say itself. Leaves to others: what is said to it
 * (`core_host.ts`), what it does (`worker/thread/`).
 */

import text from "../../wasm/client_text.js";
import type { Call, Sent, SetUp, ToPage, ToWorker } from "./messages.js";
import script from "./script_text.js";

/** One worker. */
export class CoreThread {
  readonly #worker: Worker;
  readonly #url: string;
  #setUp: SetUp | undefined;

  /**
   * `hear` is called with each message and the frame that it refers to, and with `dead` where the worker cannot run.
   *
   * @throws where no worker can be made
   */
  constructor(setUp: Omit<SetUp, "core">, hear: (message: ToPage, frame?: string) => void) {
    this.#setUp = { ...setUp, core: text };
    this.#url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    try {
      this.#worker = new Worker(trusted(this.#url), { name: "lentil" });
    } catch (cause) {
      this.#letGoOfUrl();
      throw new Error(NOT_STARTED, { cause });
    }
    this.#worker.onmessage = ({ data: [message, frame] }: MessageEvent<Sent>) => {
      this.#letGoOfUrl();
      hear(JSON.parse(message), frame);
    };
    this.#worker.onerror = ({ message }) =>
      hear({ dead: message ? `Lentil's worker failed: ${message}` : NOT_STARTED });
    this.#worker.onmessageerror = () => hear({ dead: "A message of Lentil's worker was lost" });
  }

  /** Calls its core. */
  call(era: number, batch: number, calls: Call[]): void {
    this.#say({ era, batch, calls, setUp: this.#setUp });
    this.#setUp = undefined;
  }

  /** Tells it of a sign that the machine, or the person, may be back. */
  wake(sign: string): void {
    this.#say({ sign });
  }

  /** Nothing is heard of it any more; it ends when it has done what it was told. */
  leave(): void {
    this.#hearNothing();
    this.#say({ end: true });
  }

  /** It ends now. */
  kill(): void {
    this.#hearNothing();
    this.#letGoOfUrl();
    this.#worker.terminate();
  }

  #hearNothing(): void {
    this.#worker.onerror = this.#worker.onmessageerror = null;
    // It may not have begun: its script is let go of when it has.
    this.#worker.onmessage = () => this.#letGoOfUrl();
  }

  /** What runs already needs it no more. */
  #letGoOfUrl(): void {
    URL.revokeObjectURL(this.#url);
  }

  #say(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}

const NOT_STARTED =
  "Lentil's worker could not be started. If this page has a Content-Security-Policy, add blob: to its worker-src and, " +
  "if it lists them, lentil to its trusted-types.";

/** What a browser has where pages may require trusted types. */
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

interface Policy {
  createScriptURL(url: string): string;
}

let policy: Policy | undefined;

/** An address of our own making, as pages want it that require trusted types; where they forbid that, as it is. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    policy ??= trustedTypes?.createPolicy("lentil", { createScriptURL: (own) => own });
  } catch {}
  return policy?.createScriptURL(url) ?? url;
}
