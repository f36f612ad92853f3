import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { stateText } from '../format/words.js';
import { ActDialog } from '../lifecycle/act-dialog.js';
import { acts } from '../lifecycle/acts.js';
import { useOwnerObstacle } from '../lifecycle/use-owner-obstacle.js';
import { Button } from '../ui/button.js';
import type { Review } from './use-review.js';
import { useVotedObstacle, useVoteObstacle } from './use-vote-obstacle.js';

type Choice = 'submit' | 'approve' | 'request-changes' | 'reject' | 'withdraw';

interface DecisionCardProps {
  readonly review: Review;
  /** What reviewers would ask about. */
  readonly questions: readonly string[];
}

/** What the signed-in user can do about a draft, its review, or an open amendment. */
export function DecisionCard({ review, questions }: DecisionCardProps) {
  const { experiment } = review;
  const [choice, setChoice] = useState<Choice | null>(null);
  const close = () => setChoice(null);
  return (
    <section className="card review-card decision" aria-label="Decision">
      <Buttons review={review} choose={setChoice} />
      {choice === 'submit' && (
        <ActDialog
          title="Submit for review"
          action="Submit"
          close={close}
          said={(answer) => (answer.status === 'approved' ? 'Approved: no review is needed' : 'Submitted for review')}
          act={(comment) => acts.submit(experiment, comment)}
        >
          <p>Its content cannot be edited while it is in review. Withdraw it to edit it again.</p>
          {questions.length > 0 && (
            <>
              <p>Reviewers may ask about this:</p>
              <ul className="warnings">
                {questions.map((question) => (
                  <li key={question}>{question}</li>
                ))}
              </ul>
            </>
          )}
        </ActDialog>
      )}
      {choice === 'approve' && (
        <ActDialog
          title={experiment.amendment ? 'Approve the amendment' : 'Approve this experiment'}
          action="Approve"
          close={close}
          said={() => 'Approved'}
          act={(comment) => acts.approve(experiment, comment)}
        >
          <p>
            {experiment.amendment
              ? 'With the last vote it applies at once.'
              : 'Your vote is for exactly this content. With the last vote its owner may start it.'}
          </p>
        </ActDialog>
      )}
      {choice === 'request-changes' && (
        <ActDialog
          title="Request changes"
          action="Request changes"
          commentNeeded="Say what should change."
          close={close}
          said={() => 'Sent back to its owner'}
          act={(comment) => acts.requestChanges(experiment, comment)}
        >
          <p>It becomes a draft again, and the votes so far are void.</p>
        </ActDialog>
      )}
      {choice === 'reject' && (
        <ActDialog
          title={experiment.amendment ? 'Reject the amendment' : 'Reject this experiment'}
          action="Reject"
          danger
          commentNeeded="Say why."
          close={close}
          said={() => 'Rejected'}
          act={(comment) => acts.reject(experiment, comment)}
        >
          <p>
            {experiment.amendment
              ? 'The experiment stays as it is.'
              : 'This is for good: a rejected experiment can only be copied.'}
          </p>
        </ActDialog>
      )}
      {choice === 'withdraw' && (
        <ActDialog
          title={experiment.amendment ? 'Withdraw the amendment' : 'Withdraw from review'}
          action="Withdraw"
          close={close}
          said={() => 'Withdrawn'}
          act={(comment) => acts.withdraw(experiment, comment)}
        >
          <p>
            {experiment.amendment
              ? 'The experiment stays as it is.'
              : 'It becomes a draft again, and the votes so far are void.'}
          </p>
        </ActDialog>
      )}
    </section>
  );
}

interface ButtonsProps {
  readonly review: Review;
  readonly choose: (choice: Choice) => void;
}

function Buttons({ review, choose }: ButtonsProps) {
  const { experiment } = review;
  const owner = useOwnerObstacle(experiment);
  const vote = useVoteObstacle(review);
  const voted = useVotedObstacle(review);
  const { status, amendment, id } = experiment;
  const voting = (
    <>
      {vote !== null && <p className="section-note">{vote}</p>}
      <div className="decision-buttons">
        <Button kind="primary" obstacle={vote ?? voted} onClick={() => choose('approve')}>
          Approve
        </Button>
        {amendment === null && (
          <Button obstacle={vote} onClick={() => choose('request-changes')}>
            Request changes
          </Button>
        )}
        <Button kind="danger" obstacle={vote} onClick={() => choose('reject')}>
          Reject
        </Button>
        <Button kind="quiet" obstacle={owner} onClick={() => choose('withdraw')}>
          Withdraw
        </Button>
      </div>
    </>
  );
  if (amendment !== null) return voting;
  switch (status) {
    case 'draft':
      return (
        <div className="decision-buttons">
          <Button kind="primary" obstacle={owner} onClick={() => choose('submit')}>
            Submit for review
          </Button>
          <Link className="button" to="/experiments/$id/edit" params={{ id }}>
            Edit
          </Link>
        </div>
      );
    case 'in_review':
      return voting;
    case 'approved':
      return (
        <div className="decision-buttons">
          <Link className="button button-primary" to="/experiments/$id" params={{ id }}>
            Go on to start it
          </Link>
          <Button kind="quiet" obstacle={owner} onClick={() => choose('withdraw')}>
            Withdraw
          </Button>
        </div>
      );
    case 'running':
    case 'paused':
    case 'completed':
    case 'rejected':
    case 'archived':
      return <p className="section-note">It is {stateText(status)}: nothing waits for a review.</p>;
  }
}
