import type { Schemas } from '../server/documents.js';

type Item = Schemas['HistoryItem'];

export interface Submissions {
  /** The submission that is or was under review last; null: it never was. */
  readonly latest: Item | null;
  /** What the content is compared with: the submission before this one. Null: there is none. */
  readonly base: Item | null;
  /** Votes that the last vote of this review asked for; null: nobody has voted yet. */
  readonly required: number | null;
}

/**
 * The submissions in a history, oldest first.
 * @param isDraft then the latest submission is what the draft is compared with
 */
export function submissionsIn(history: readonly Item[], isDraft: boolean): Submissions {
  const submitted = history.filter(({ type }) => type === 'experiment_submitted');
  const latest = submitted.at(-1) ?? null;
  const base = (isDraft ? latest : submitted.at(-2)) ?? null;
  const vote = history.findLast(({ type }) => type === 'experiment_approved');
  const required =
    vote !== undefined && latest !== null && vote.revision > latest.revision ? vote.data['required'] : null;
  return { latest, base, required: typeof required === 'number' ? required : null };
}

const REVIEWED = new Set([
  'experiment_submitted',
  'experiment_approved',
  'experiment_changes_requested',
  'experiment_rejected',
  'experiment_withdrawn',
  'experiment_amendment_opened',
  'experiment_amendment_approved',
  'experiment_amendment_closed',
  'experiment_amended',
]);

/** What was said in reviews, the latest first. */
export const reviewEvents = (history: readonly Item[]): readonly Item[] =>
  history.filter(({ type }) => REVIEWED.has(type)).toReversed();

/** The comment of a history item; null: none. */
export function commentOf({ data }: Item): string | null {
  const comment = data['comment'];
  return typeof comment === 'string' && comment !== '' ? comment : null;
}
