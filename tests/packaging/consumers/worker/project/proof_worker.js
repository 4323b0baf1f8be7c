// A Worker whose answer is the proof: live within the request, and the one-shot calls of lentil/nextjs.

import { proveProgram } from "./proof/program.js";
import { proveServer } from "./proof/server.js";

export default {
  async fetch(_request, env) {
    await proveServer({ url: env.CONVEX_URL });
    return Response.json(await proveProgram(env.CONVEX_URL));
  },
};
