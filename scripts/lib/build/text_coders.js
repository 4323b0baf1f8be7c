// What the files of `dist/cjs` take for TextEncoder and TextDecoder: the global ones, or where there are none (Jest's
// jsdom) those of Node, in a way that no bundler follows.

const { TextEncoder, TextDecoder } =
  "TextEncoder" in globalThis
    ? globalThis
    : (globalThis.process?.getBuiltinModule?.("node:util") ?? globalThis);

export { TextDecoder, TextEncoder };
