import { useObstacle } from '../session/permissions.js';
import { useSignedIn } from '../session/session.js';
import type { Review } from './use-review.js';

/** Why the signed-in user may not review this; null: they may. */
export function useVoteObstacle({ experiment, voters }: Review): string | null {
  const anybody = useObstacle('experimenter');
  const role = useObstacle('approver');
  const { user } = useSignedIn();
  if (anybody !== null || user === null) return anybody;
  const { owner, amendment } = experiment;
  if (user.id === owner.id) return 'It is your own experiment: somebody else reviews it.';
  if (user.id === amendment?.openedBy.id) return 'You asked for it: somebody else votes on it.';
  if (voters === null) return role;
  return voters.includes(user.id) ? null : `Only the reviewers of ${owner.name} may review it.`;
}

/** Why the signed-in user cannot approve it once more; null: they have not yet. */
export function useVotedObstacle({ experiment }: Review): string | null {
  const { user } = useSignedIn();
  const votes = experiment.amendment?.votes ?? experiment.approvals;
  return votes.some(({ by }) => by.id === user?.id) ? 'You have approved it already.' : null;
}
