// The parts of a site, each of which proves what it can: what they proved together, and by which loader each did, as far
// as it was seen.

export class Parts {
  #proved = new Set();
  #names = [];
  #seen = new Map();

  /**
   * Adds the proof that a part gives. A proof may have two loaders, `loader` where it was made and `server` of the server
   * before it; those of `expected` have to be seen.
   */
  async add(part, promise, expected) {
    const proof = await promise.catch((error) => {
      throw new Error(`${part}: ${error.message}`);
    });
    for (const what of proof.proved) this.#proved.add(what);
    this.#names.push(part);
    for (const [place, loader] of Object.entries(expected)) {
      if (proof[place] !== loader) throw new Error(`${part}: the ${place} is ${proof[place]}`);
    }
    this.#see(part, proof.loader);
    this.#see(`${part} on its server`, proof.server);
  }

  #see(part, loader) {
    if (loader === undefined) return;
    this.#seen.set(loader, [...(this.#seen.get(loader) ?? []), part]);
  }

  /** The result of the row. */
  result() {
    const seen = [...this.#seen];
    const loader =
      seen.length === 1
        ? seen[0][0]
        : seen.map(([name, parts]) => `${name} (${parts.join(", ")})`).join("; ");
    return { proved: [...this.#proved], loader, notes: this.#names.join(", ") };
  }
}
