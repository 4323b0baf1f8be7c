"use server";
// A server action.

import { proveServer } from "../../proof/server.js";

export async function prove() {
  return await proveServer();
}
