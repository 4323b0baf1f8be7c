// Page: one result of some shape, each part of it a memoised component.

import { makeFunctionReference } from "convex/server";
import { memo } from "react";
import { usePaginatedQuery, useQuery } from "#client";
import { bench } from "./bench.mjs";
import { Mark } from "./mark.jsx";
import { Row } from "./row.jsx";
import { show } from "./show.jsx";

const SHAPE = makeFunctionReference("shapes:get");
const PAGE = makeFunctionReference("shapes:page");
const COUNT = 200;

const Author = memo(function Author({ author }) {
  bench.rows++;
  return <span className="cell">{author.votes}</span>;
});

const Message = memo(function Message({ item }) {
  bench.rows++;
  return (
    <li>
      <span className="cell">{item.votes}</span> <Author author={item.author} />
    </li>
  );
});

// The inner name differs: within, Node is the memoised one.
const Node = memo(function Branch({ item }) {
  bench.rows++;
  return (
    <li>
      <span className="cell">{item.votes}</span>
      <ul>
        {item.children.map((child) => (
          <Node key={child._id} item={child} />
        ))}
      </ul>
    </li>
  );
});

const rows = (Component, keyOf) => (items) =>
  items.map((item, at) => <Component key={keyOf(item, at)} item={item} />);
const byId = rows(Row, ({ _id }) => _id);

const VIEWS = {
  items: ({ items }) => byId(items),
  bare: rows(Row, (_, at) => at),
  record: (record) => byId(Object.values(record)),
  join: rows(Message, ({ _id }) => _id),
  nested: rows(Node, ({ _id }) => _id),
};

const NAME = new URLSearchParams(location.search).get("shape");

function Shape() {
  const value = useQuery(SHAPE, {});
  bench.lists++;
  return value === undefined ? null : <ul>{(VIEWS[NAME] ?? byId)(value)}</ul>;
}

function Page() {
  const { results } = usePaginatedQuery(PAGE, {}, { initialNumItems: COUNT });
  bench.lists++;
  return <ul>{byId(results)}</ul>;
}

show(
  <>
    {NAME === "pages" ? <Page /> : <Shape />}
    <Mark />
  </>,
);
