"use server";
// What forms do, on the server.

import { ConvexError } from "convex/values";
import { fetchMutation } from "lentil/nextjs";
import { refresh } from "next/cache";
import { api } from "../convex/_generated/api";

/** Signs the guest book. Gives what to tell the guest where that was refused, else null. */
export async function sign(_before: string | null, form: FormData): Promise<string | null> {
  try {
    const author = await fetchMutation(api.users.create, { name: textIn(form, "name") });
    await fetchMutation(api.messages.send, { author, body: textIn(form, "body") });
  } catch (error) {
    if (error instanceof ConvexError) return String(error.data);
    throw error;
  }
  refresh(); // the guests, which are not live
  return null;
}

function textIn(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
