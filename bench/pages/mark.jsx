// A number of its own query that changes with each step, so that a page can tell that it has seen one.

import { makeFunctionReference } from "convex/server";
import { useQuery } from "#client";

const MARK = makeFunctionReference("marks:get");

export const Mark = () => <p id="mark">{useQuery(MARK, {})}</p>;
