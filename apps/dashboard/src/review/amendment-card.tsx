import { differsIn, PARTS, savedContentOf } from '../draft/changes.js';
import { Section } from '../experiment/section.js';
import { outcomeText } from '../format/words.js';
import { Instant } from '../ui/time.js';
import { PartList } from './changes-card.js';
import { DiffLines } from './diff-lines.js';
import type { Review } from './use-review.js';

/** What an open amendment would make of the live experiment. */
export function AmendmentCard({ review }: { readonly review: Review }) {
  const { experiment, content, form } = review;
  const { amendment } = experiment;
  if (amendment === null) return null;
  const { changes, completion, openedBy, openedAt, comment } = amendment;
  const { disabledArms, ...changed } = changes;
  const after = savedContentOf({ ...experiment, ...changed }, form.type);
  const parts = PARTS.filter((part) => differsIn(part, content, after));
  return (
    <Section title={completion ? 'Completion that was asked for' : 'Amendment'}>
      <div className="card review-card">
        <p>
          {openedBy.name} asked at <Instant at={openedAt} />
          {comment !== null && (
            <>
              : <q dir="auto">{comment}</q>
            </>
          )}
        </p>
        {completion && (
          <p>
            It would be {outcomeText({ ...completion, by: { kind: 'user', ...openedBy }, comment })}, against the
            verdict <strong>{completion.verdict.replaceAll('_', ' ')}</strong>.
          </p>
        )}
        {parts.length > 0 && <PartList parts={parts} before={content} after={after} />}
        {disabledArms && (
          <dl className="content-parts">
            <div>
              <dt>Disabled arms</dt>
              <dd>
                <DiffLines
                  before={[...experiment.disabledArms].sort()}
                  after={[...disabledArms].sort()}
                  names={['before', 'now']}
                />
              </dd>
            </div>
          </dl>
        )}
      </div>
    </Section>
  );
}
