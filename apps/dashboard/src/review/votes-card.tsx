import { Instant } from '../ui/time.js';
import { commentOf, reviewEvents } from './submission.js';
import type { Review } from './use-review.js';

/** The votes so far, and all that was said in reviews of this experiment. */
export function VotesCard({ review }: { readonly review: Review }) {
  const events = reviewEvents(review.history);
  const { experiment } = review;
  const votes = experiment.amendment?.votes ?? experiment.approvals;
  return (
    <>
      <p className="votes-count">{countText(review)}</p>
      {votes.length > 0 && (
        <ul className="votes">
          {votes.map(({ by, at }) => (
            <li key={by.id}>
              <span aria-hidden="true">✓</span> {by.name} approved at <Instant at={at} />
            </li>
          ))}
        </ul>
      )}
      <ol className="review-events">
        {events.map((item) => {
          const comment = commentOf(item);
          return (
            <li key={item.position}>
              <p dir="auto">{item.summary}</p>
              {comment !== null && !item.summary.includes(comment) && <q dir="auto">{comment}</q>}
              <p className="section-note">
                {item.by.name} · <Instant at={item.at} />
              </p>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function countText({ experiment, submissions, policy }: Review): string {
  const { status, amendment, approvals } = experiment;
  if (status !== 'in_review' && amendment === null) {
    return submissions.latest === null ? 'Not submitted yet.' : `${approvals.length} approvals.`;
  }
  const required = (amendment === null ? submissions.required : null) ?? policy?.minApprovals;
  const votes = (amendment?.votes ?? approvals).length;
  return required === undefined ? `${votes} approvals so far.` : `${votes} of ${required} approvals.`;
}
