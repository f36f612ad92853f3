import { inboxQuery } from '../home/inbox-query.js';
import { server } from '../server/client.js';
import { useSignedIn } from '../session/session.js';

/** Number of things that wait for the reader in this environment. */
export function useWaitingCount(): number {
  const { user } = useSignedIn();
  const { data } = server.useQuery(...inboxQuery(user !== null));
  if (data === undefined) return 0;
  const { reviews, amendments, triggers, decisions, learnings } = data;
  return [reviews, amendments, triggers, decisions, learnings].reduce((sum, { total }) => sum + total, 0);
}
