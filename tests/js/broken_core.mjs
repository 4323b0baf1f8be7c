// Ways to make the WebAssembly core fail for real. Import before anything makes a core.

const memories = [];
const { Instance } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    memories.push(Object.values(this.exports).find((value) => value instanceof WebAssembly.Memory));
  }
};

/** How many instances were made. */
export const instances = () => memories.length;

/** Overwrites the memory of the instance that was made last: its next call traps. */
export function breakCore() {
  new Uint8Array(memories.at(-1).buffer).fill(0xff);
}
