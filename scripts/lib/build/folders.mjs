// A folder for each door of package.json, as `lentil/react/package.json`, that says where it leads: for what does not
// read `exports` (TypeScript with `moduleResolution: node`, Metro before 0.82). They stand at the root of the
// repository, as they do in the package, and git ignores them; `react/` has its sources beside it.

import { join, relative } from "node:path";
import { inRepo, readJson } from "../repo.mjs";
import { writeIfChanged } from "./files.mjs";

export function writeFolders() {
  const { exports } = readJson(inRepo("package.json"));
  for (const [door, entry] of Object.entries(exports)) {
    if (door === "." || !entry.require) continue;
    const folder = join(door);
    const to = (path) => path && join(relative(folder, "."), path);
    const fields = {
      // The sources beside one of them are modules.
      type: "module",
      sideEffects: false,
      main: to(entry.require.default),
      types: to(entry.require.types),
      "react-native": to(entry["react-native"]?.require.default),
    };
    writeIfChanged(inRepo(folder, "package.json"), `${JSON.stringify(fields, null, 2)}\n`);
  }
}
