// What bundlers of edge runtimes make of a wasm file: a module, compiled where the app is deployed.

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
