import { useState } from 'react';
import { problemFrom } from '../server/client.js';

/** An attempt of a form: whether it runs, and why the last one was refused. */
export function useAttempt(attempt: () => Promise<void>) {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const run = async () => {
    setPending(true);
    setRefusal(undefined);
    try {
      await attempt();
    } catch (error) {
      setRefusal(problemFrom(error).message);
    } finally {
      setPending(false);
    }
  };
  return { pending, refusal, run };
}
