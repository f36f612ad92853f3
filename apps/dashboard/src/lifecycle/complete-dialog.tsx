import { useState } from 'react';
import { Field } from '../forms/field.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { ActDialog } from './act-dialog.js';
import { acts } from './acts.js';
import { LearningFields, summaryOf, tagsOf, NOTHING_LEARNT } from './learning-fields.js';
import type { LifecycleDialogProps } from './lifecycle-dialog.js';

type Outcome = Schemas['CompleteExperimentRequest']['outcome'];

const OUTCOMES: readonly (readonly [Outcome, string])[] = [
  ['rollout', 'Roll out a variant to everybody of its audience'],
  ['rollback', 'Roll back: control for everybody of its audience'],
  ['no_effect', 'No effect: the flag serves what it serves without it'],
];

/** Ends the experiment, with what it taught. */
export function CompleteDialog({ experiment, close }: LifecycleDialogProps) {
  const { id, variants, disabledArms } = experiment;
  const { data: results } = server.useQuery('get', '/v1/experiments/{id}/results', { params: { path: { id } } });
  const verdict = results?.verdict;
  const [outcome, setOutcome] = useState<Outcome>('rollout');
  const treatments = variants.filter(({ key, control }) => !control && !disabledArms.includes(key));
  const [winner, setWinner] = useState(treatments[0]?.key ?? variants[0]?.key ?? '');
  const [learning, setLearning] = useState(NOTHING_LEARNT);
  return (
    <ActDialog
      title="Complete this experiment"
      action="Complete the experiment"
      close={close}
      said={(after) =>
        after.status === 'completed'
          ? 'Completed'
          : 'It is against the verdict: it waits for the vote of another person'
      }
      act={(comment) =>
        acts.complete(experiment, {
          outcome,
          ...(outcome === 'rollout' && { winner }),
          comment,
          ...summaryOf(learning),
          ...tagsOf(learning),
        })
      }
    >
      {(refused) => (
        <>
          {verdict && (
            <p>
              The verdict is <strong>{verdict.kind.replaceAll('_', ' ')}</strong>.{' '}
              {refused?.code === 'against_verdict' && (
                <span className="refusal">This outcome is against it: name the verdict in the comment.</span>
              )}
            </p>
          )}
          <fieldset className="choices">
            <legend>Outcome</legend>
            {OUTCOMES.map(([kind, name]) => (
              <label key={kind} className="check">
                <input type="radio" name="outcome" checked={outcome === kind} onChange={() => setOutcome(kind)} />
                {name}
              </label>
            ))}
          </fieldset>
          {outcome === 'rollout' && (
            <Field label="Winner" error={refused?.errors.find(({ pointer }) => pointer === '/winner')?.detail}>
              {(control) => (
                <select {...control} value={winner} onChange={(event) => setWinner(event.target.value)}>
                  {variants.map(({ key, control: is }) => (
                    <option key={key} value={key}>
                      {is ? `${key} (control)` : key}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          <p>
            It ends for good.{' '}
            {outcome === 'no_effect'
              ? 'Nothing is pinned.'
              : 'The flag keeps the variant pinned for this audience until the pin is adopted or lifted.'}
          </p>
          <LearningFields learning={learning} change={setLearning} refused={refused} />
        </>
      )}
    </ActDialog>
  );
}
