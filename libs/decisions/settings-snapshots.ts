import {
  carriedSemantics,
  percentageToBuckets,
  type ConflictDomainSnapshot,
  type GroupSnapshot,
  type HoldoutSnapshot,
} from '../evaluation/index.js';
import { heldSlots, type ConflictDomain, type Group, type Holding, type Holdout } from '../subjects/index.js';

/** The snapshot of a group for decisions. */
export function groupSnapshot({ key, members }: Group): GroupSnapshot {
  if (members.kind === 'list') return { key, ...members };
  const { when } = members;
  return { kind: 'condition', key, when, ...carriedSemantics(when, members) };
}

/** The snapshot of a conflict domain for decisions: the slots that are held. */
export const domainSnapshot = (domain: ConflictDomain, held: Holding): ConflictDomainSnapshot => ({
  key: domain.key,
  salt: domain.salt,
  reservations: heldSlots(domain, held),
});

/** The snapshot of a holdout for decisions. */
export const holdoutSnapshot = ({ key, salt, share, flags, startAt, endAt }: Holdout): HoldoutSnapshot => ({
  key,
  salt,
  shareBuckets: percentageToBuckets(share),
  flags,
  startsAt: Date.parse(startAt),
  endsAt: endAt === null ? null : Date.parse(endAt),
});
