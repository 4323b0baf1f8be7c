// Runs one thing that may fail and keeps what went wrong for the component to show.

import { useState } from "react";
import { errorText } from "./error_text";

export function useAttempt() {
  const [failure, setFailure] = useState<string | null>(null);
  const [running, setRunning] = useState(0);

  /** Whether the work succeeded; never throws. */
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    setFailure(null);
    setRunning((count) => count + 1);
    try {
      await work();
      return true;
    } catch (error) {
      setFailure(errorText(error));
      return false;
    } finally {
      setRunning((count) => count - 1);
    }
  };

  return { attempt, failure, busy: running > 0 };
}
