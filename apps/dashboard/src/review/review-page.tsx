import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { PlanAnswer } from '../draft/plan-answer.js';
import { Section } from '../experiment/section.js';
import { StateBadge } from '../experiments/state-badge.js';
import { NotFound } from '../frame/not-found.js';
import { experimentQuery } from '../live/cache-updates.js';
import { Failed, Loading } from '../loading/notices.js';
import { problemFrom, server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Page } from '../ui/page.js';
import { AmendmentCard } from './amendment-card.js';
import { questionsOf } from './before-submitting.js';
import { ChangesCard } from './changes-card.js';
import { DecisionCard } from './decision-card.js';
import { SimilarCard } from './similar-card.js';
import { useReview, type Review } from './use-review.js';
import { VotesCard } from './votes-card.js';

/** One screen for approvers, and for owners before they submit. */
export function ReviewPage() {
  const { id } = useParams({ from: '/experiments/$id/review' });
  const experiment = useQuery(experimentQuery(id));
  const { review, error } = useReview(experiment.data);
  if (review) return <Shown review={review} />;
  const failed = experiment.error ?? error;
  if (failed === null || failed === undefined) return <Loading what="review" />;
  const problem = problemFrom(failed);
  if (problem.status === 404 && experiment.error !== null) return <NotFound title="No such experiment" />;
  return <Failed problem={problem} retry={() => void experiment.refetch()} />;
}

const TRAIL = [{ to: '/experiments', name: 'Experiments' }] as const;

function Shown({ review }: { readonly review: Review }) {
  const { experiment, form } = review;
  const { content: shown = 'changes' } = useSearch({ from: '/experiments/$id/review' });
  const navigate = useNavigate();
  const { data: metrics } = server.useQuery('get', '/v1/metrics', { params: { query: { limit: 200 } } });
  const isDraft = experiment.status === 'draft';
  const questions = isDraft ? questionsOf(form, metrics?.items ?? []) : [];
  return (
    <Page
      title={experiment.name}
      trail={TRAIL}
      here={`${experiment.key} · review`}
      beside={<StateBadge experiment={experiment} />}
    >
      <div className="columns review-columns">
        <div className="column-main review-side">
          <DecisionCard review={review} questions={questions} />
          <Section title="Votes">
            <div className="card review-card">
              <VotesCard review={review} />
            </div>
          </Section>
        </div>
        <div className="column-main">
          <AmendmentCard review={review} />
          <Warnings review={review} questions={questions} />
          <Section title="Content">
            <div className="card review-card">
              <ChangesCard
                review={review}
                shown={shown}
                show={(content) => void navigate({ to: '.', search: { content }, replace: true })}
              />
            </div>
          </Section>
          <Section title="Plan">
            <div className="card review-card">
              <PlanAnswer form={form} held={experiment} />
            </div>
          </Section>
          <Section title="Similar experiments before">
            <div className="card review-card">
              <SimilarCard experiment={experiment.id} />
            </div>
          </Section>
        </div>
      </div>
    </Page>
  );
}

interface WarningsProps {
  readonly review: Review;
  readonly questions: readonly string[];
}

/** The server's warnings of the submission; of a draft, what the form alone shows. */
function Warnings({ review, questions }: WarningsProps) {
  const { experiment } = review;
  const isDraft = experiment.status === 'draft';
  const warnings = isDraft ? questions : experiment.warnings.map(warningText);
  const none = isDraft ? 'Nothing that a reviewer would ask about.' : 'The submission has no warnings.';
  return (
    <Section title={isDraft ? 'Before you submit' : 'Warnings'}>
      <div className="card review-card">
        {warnings.length === 0 ? (
          <p className="hint">{none}</p>
        ) : (
          <ul className="warnings">
            {warnings.map((warning) => (
              <li key={warning} dir="auto">
                {warning}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

/** A warning in a sentence, with the guardrail that it is about. */
function warningText({ message, guardrail }: Schemas['Warning']): string {
  if (guardrail !== undefined) return `${guardrail}: ${message}.`;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
