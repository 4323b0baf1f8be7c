// Between a server of Next.js and the deployment: passes HTTP on and writes down what was asked.

import { createServer } from "node:http";
import { within } from "../support/deadline.mjs";

export async function startCountingProxy(deploymentUrl) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = body.length > 0 ? ` ${JSON.parse(body).path}` : "";
    asked.push(`${request.url.replace("/api/", "")}${path}`);
    const headers = { "Content-Type": "application/json" };
    for (const name of ["authorization", "convex-client"]) {
      if (request.headers[name]) headers[name] = request.headers[name];
    }
    const options = { method: request.method, headers, ...(body.length > 0 && { body }) };
    const answer = await fetch(deploymentUrl + request.url, options);
    const type = answer.headers.get("content-type") ?? "text/plain";
    response.writeHead(answer.status, { "Content-Type": type }).end(await answer.text());
  });
  await within("the proxy", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** What was asked since this was called last: `endpoint function`. */
    take: () => asked.splice(0).sort(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
