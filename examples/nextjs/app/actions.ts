"use server";
// What forms do, on the server.

import { ConvexError } from "convex/values";
import { fetchMutation } from "lentil/nextjs";
import { redirect } from "next/navigation";
import { api } from "../convex/_generated/api";

/** Signs the guest book, or gives what to tell the guest where that was refused. */
export async function sign(_before: string | null, form: FormData): Promise<string | null> {
  try {
    const signed = { name: textIn(form, "name"), body: textIn(form, "body") };
    await fetchMutation(api.messages.sign, signed);
  } catch (error) {
    if (error instanceof ConvexError) return String(error.data);
    throw error;
  }
  // Shows the guests, which are not live; and without JavaScript a reload does not sign again.
  redirect("/");
}

function textIn(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
