// A deployment's HTTP side as one answer: the value named in the path's last part, whatever is asked.
// A process of its own, so that its work is not the client's. Says its port on the first line; ends with its parent.

import { createServer } from "node:http";
import { documents } from "../workloads/documents.mjs";

const answers = new Map();

function answerFor(count) {
  if (!answers.has(count)) {
    const list = documents(count);
    const value = count === 1 ? list[0] : list;
    answers.set(count, Buffer.from(JSON.stringify({ status: "success", value })));
  }
  return answers.get(count);
}

const server = createServer((request, response) => {
  const asked = [];
  request.on("data", (part) => asked.push(part));
  request.on("end", () => {
    const { args } = JSON.parse(Buffer.concat(asked).toString());
    const body = answerFor(args[0].count);
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
    response.end(body);
  });
});

server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().on("end", () => process.exit());
