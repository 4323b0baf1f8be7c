// A server that writes down the requests it gets and answers all of them alike.

import { createServer } from "node:http";
import { within } from "../support/deadline.mjs";

/** Headers that belong to the connection, not to the one who asked. */
const OF_THE_CONNECTION = ["connection", "content-length", "host", "transfer-encoding"];

export async function startRecorder(answer) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const headers = { ...request.headers };
    for (const name of OF_THE_CONNECTION) delete headers[name];
    requests.push({ method: request.method, path: request.url, headers, body: JSON.parse(body) });
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
  });
  await within("the recorder", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
