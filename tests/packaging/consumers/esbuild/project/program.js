// A program, to be bundled with all that it imports, also into a format without top-level await.

import { proveProgram } from "./proof/program.js";

proveProgram(process.env.CONVEX_URL).then((proof) => console.log(JSON.stringify(proof)));
