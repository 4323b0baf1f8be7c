// Imports one package in a fresh process and calls fetchQuery once; prints how long each took.

const [name, url] = process.argv.slice(2);
const { makeFunctionReference } = await import("convex/server");
const query = makeFunctionReference("documents:list");
await fetch(url, { method: "POST", body: '{"args":[{"count":1}]}' }).then((answer) =>
  answer.text(),
);

const begin = performance.now();
const { fetchQuery } = await import(name);
const imported = performance.now();
await fetchQuery(query, { count: 1 }, { url });
const answered = performance.now();
process.stdout.write(JSON.stringify({ imported: imported - begin, answered: answered - begin }));
