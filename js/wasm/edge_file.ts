/**
 * A module that is imported as a file on Vercel's edge runtime.
 *
 * Turbopack names the file where it renders client components for a page at the edge, but does not bring it along, and
 * takes no components from modules that are waited for. So no module waits for the file, and that it is missing shows
 * where it is used: rendering uses no core. Leaves to others: the file (the loaders), instantiation (`instantiate.ts`).
 */

/** A file that is being imported. */
export class EdgeFile {
  /** Settles, without an error, once the file is there or is known to be missing. */
  readonly loaded: Promise<void>;
  #module: WebAssembly.Module | undefined;
  #cause: unknown;

  constructor(file: Promise<{ default: WebAssembly.Module }>) {
    this.loaded = file.then(
      (loaded) => {
        this.#module = loaded.default;
      },
      (cause) => {
        this.#cause = cause;
      },
    );
  }

  /** @throws where the file is not there, or not yet */
  get module(): WebAssembly.Module {
    if (this.#module) return this.#module;
    throw new Error(
      "Lentil's WebAssembly file is not loaded. At the edge nothing is called, and no live client made, while modules load or client components are rendered.",
      { cause: this.#cause },
    );
  }
}
