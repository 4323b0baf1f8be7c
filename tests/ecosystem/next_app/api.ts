// The functions of the tests' backend, by the types that its folder has.

import { anyApi } from "convex/server";
import type { api as backend } from "../backend/convex/_generated/api";

export const api = anyApi as unknown as typeof backend;
