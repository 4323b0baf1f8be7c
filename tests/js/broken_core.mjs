// Ways to make the WebAssembly core fail for real. Import before anything makes a core.

const made = [];
const { Instance } = WebAssembly;
let nextFails = false;
let nextLife = Number.POSITIVE_INFINITY;

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    if (nextFails) {
      nextFails = false;
      throw new RangeError("could not allocate memory");
    }
    super(module, imports);
    const core = { error: undefined, memory: undefined, life: nextLife };
    nextLife = Number.POSITIVE_INFINITY;
    const real = super.exports;
    const guarded = {};
    for (const [name, part] of Object.entries(real)) {
      if (part instanceof WebAssembly.Memory) core.memory = part;
      guarded[name] = typeof part === "function" ? interruptible(core, part) : part;
    }
    Object.defineProperty(this, "exports", { value: guarded });
    made.push(core);
  }
};

function interruptible(core, part) {
  return (...given) => {
    if (core.error) throw core.error;
    if (core.life-- <= 0) throw new WebAssembly.RuntimeError("unreachable");
    return part(...given);
  };
}

/** How many instances were made. */
export const instances = () => made.length;

/** Overwrites the memory of the instance that was made last: its next call traps. */
export function breakCore() {
  new Uint8Array(made.at(-1).memory.buffer).fill(0xff);
}

/** Every further call into the instance that was made last ends with this error. */
export function breakCoreBy(error) {
  made.at(-1).error = error;
}

/** The next instance cannot be made. */
export function breakNextCore() {
  nextFails = true;
}

/** The next instance fails after so many calls into it. */
export function breakNextCoreAfter(calls) {
  nextLife = calls;
}
