"use client";
// Signing the guest book. Works before, and without, the page's JavaScript.

import { useActionState } from "react";
import { sign } from "./actions";

export function SignForm() {
  const [refusal, action, isPending] = useActionState(sign, null);
  return (
    <form className="form" action={action}>
      <input name="name" aria-label="Your name" placeholder="Your name" required maxLength={80} />
      <input
        name="body"
        aria-label="Message"
        placeholder="What you have to say"
        required
        maxLength={2000}
      />
      <button type="submit" disabled={isPending}>
        Sign
      </button>
      {refusal !== null && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
    </form>
  );
}
