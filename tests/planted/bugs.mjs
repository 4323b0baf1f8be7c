// Bugs that the core's tests must catch: each is one edit, in the name of the mistake that it stands for.

/** `find` stands exactly `times` (else once) in the file; the `nth` (else the first) is replaced. */
export const BUGS = [
  {
    name: "a layer falls on the answer instead of at the covering transition",
    file: "src/requests.rs",
    find: "if kind == Kind::Mutation && matches!(response.outcome, Outcome::Value(_)) {",
    replace: "if false {",
  },
  {
    name: "a mutation in flight is not sent again on a new connection",
    file: "src/requests.rs",
    find: "request.status = Status::Ready;",
    times: 2,
    nth: 2,
    replace: "request.status = Status::Sent;",
  },
  {
    name: "an action in flight is sent again on a new connection",
    file: "src/requests.rs",
    find: "request.kind == Kind::Action && request.status == Status::Sent",
    replace: "request.kind == Kind::Action && request.is_completed()",
  },
  {
    name: "a request is sent before storage has acknowledged it",
    file: "src/requests.rs",
    find: "request.status = Status::Saving(batch);",
    replace: "request.status = Status::Ready;",
  },
  {
    name: "unsent requests go out under another identity",
    file: "src/requests.rs",
    find: "request.identity != *current && request.is_unsent()",
    replace: "false && request.is_unsent()",
  },
  {
    name: "the journal is lost over a reconnect",
    file: "src/query_set.rs",
    find: "query.journal = Some(journal.into());",
    replace: "let _ = journal;",
  },
  {
    name: "the query-set version is carried over to a new connection",
    file: "src/query_set.rs",
    find: "self.version = 0;",
    replace: "self.version += 0;",
  },
  {
    name: "a second subscriber is not counted",
    file: "src/query_set.rs",
    find: "query.subscribers += 1;",
    replace: "query.subscribers += 0;",
  },
  {
    name: "the server's version is carried over to a new connection",
    file: "src/client/on_socket.rs",
    find: "self.remote = Version::default();",
    replace: "",
  },
  {
    name: "a transition that does not start where the last one ended is applied",
    file: "src/client/on_message.rs",
    find: "if transition.start != self.remote {",
    replace: "if false {",
  },
  {
    name: "layers of settled requests stay for ever",
    file: "src/client.rs",
    find: "record.dropped.extend(self.layers.drop_for(settled.request));",
    replace: "",
  },
  {
    name: "the close of a socket that was given up counts",
    file: "src/client/on_socket.rs",
    find: "if !self.connection.is_current(socket) {",
    times: 2,
    nth: 2,
    replace: "if false {",
  },
  {
    name: "after a reconnect an effect shows beside its layer",
    file: "src/hold.rs",
    find: "if self.until.is_none() || record.shows_nothing() {",
    replace: "if true {",
  },
  {
    name: "results of another identity stay visible",
    file: "src/results.rs",
    find: "let visible = provenance.identity == *current;",
    replace: "let visible = provenance.identity == *current || true;",
  },
  {
    name: "a result of the old identity stays on screen when a later one is for somebody else",
    file: "src/results.rs",
    find: "stored.seen != Seen::Nothing",
    replace: "stored.seen == Seen::This",
  },
  {
    name: "a deployment that was restored is asked for the newest time for ever",
    file: "src/client/on_socket.rs",
    find: "self.max_observed = None;",
    replace: "",
  },
  {
    name: "after a server gave up once, requests go out one by one for ever",
    file: "src/requests.rs",
    find: "self.requests.iter().any(|(id, request)| is_suspect(id) && !request.is_completed())",
    replace: "self.last_suspect.is_some()",
  },
];
