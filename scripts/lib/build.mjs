// The build, start to end: Rust to wasm per role, wasm to `dist/wasm`, TypeScript to `dist`,
// and that once more for `require`.
// Steps whose inputs are unchanged are skipped; see build/stamps.mjs.

import { buildCommonJs } from "./build/commonjs.mjs";
import { writeFolders } from "./build/folders.mjs";
import { withBuildLock } from "./build/lock.mjs";
import { buildTypeScript } from "./build/typescript.mjs";
import { buildVariants } from "./build/variants.mjs";
import { writeWasmDist } from "./build/wasm_dist.mjs";
import { buildRole, ROLES } from "./build/wasm_role.mjs";
import { say, secondsSince } from "./say.mjs";

export async function build() {
  await withBuildLock(async () => {
    const start = performance.now();
    for (const role of ROLES) await buildRole(role);
    await writeWasmDist();
    await buildTypeScript();
    await buildVariants();
    await buildCommonJs();
    writeFolders();
    say(`built dist/ in ${secondsSince(start)}`);
  });
}
