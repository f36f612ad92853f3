import { Field } from '../forms/field.js';
import type { Problem } from '../server/client.js';
import type { Schemas } from '../server/documents.js';

export interface Learnt {
  readonly expected: string;
  readonly happened: string;
  readonly now: string;
  /** As typed: with commas between them. */
  readonly tags: string;
}

export const NOTHING_LEARNT: Learnt = { expected: '', happened: '', now: '', tags: '' };

const QUESTIONS = [
  ['expected', 'What did we expect?'],
  ['happened', 'What happened?'],
  ['now', 'What do we do now?'],
] as const;

interface LearningFieldsProps {
  readonly learning: Learnt;
  readonly change: (learning: Learnt) => void;
  readonly refused: Problem | null;
}

/** What an experiment taught, in three answers, and the words to find it by. */
export function LearningFields({ learning, change, refused }: LearningFieldsProps) {
  const faultAt = (field: string) =>
    refused?.errors.find(({ pointer }) => pointer === `/${field}` || pointer.startsWith(`/${field}/`))?.detail;
  return (
    <details
      className="learning-fields"
      open={faultAt('summary') !== undefined || faultAt('tags') !== undefined || undefined}
    >
      <summary>What it taught (can also be noted later)</summary>
      {QUESTIONS.map(([field, question], index) => (
        <Field key={field} label={question} error={index === 0 ? faultAt('summary') : undefined}>
          {(control) => (
            <textarea
              {...control}
              dir="auto"
              rows={2}
              maxLength={10_000}
              value={learning[field]}
              onChange={(event) => change({ ...learning, [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label="Tags" hint="With commas between them" error={faultAt('tags')}>
        {(control) => (
          <input
            {...control}
            dir="auto"
            maxLength={1_000}
            value={learning.tags}
            onChange={(event) => change({ ...learning, tags: event.target.value })}
          />
        )}
      </Field>
    </details>
  );
}

type Noted = Pick<Schemas['CompleteExperimentRequest'], 'summary' | 'tags'>;

/** The summary of a request; nothing where nothing was written. */
export function summaryOf({ expected, happened, now }: Learnt): Pick<Noted, 'summary'> {
  return [expected, happened, now].every((answer) => answer.trim() === '')
    ? {}
    : { summary: { expected, happened, now } };
}

export function tagsOf({ tags }: Learnt): Pick<Noted, 'tags'> {
  const given = tags
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return given.length === 0 ? {} : { tags: given };
}
