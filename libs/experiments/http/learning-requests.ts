import { Example } from '../../platform/example.js';
import { check, field, type FieldOptions } from '../../platform/field.js';
import { isObject, TextListField } from '../../platform/fields.js';
import type { Summary } from '../experiment.events.js';

const MAX_SUMMARY = 10_000;
const QUESTIONS = ['expected', 'happened', 'now'] as const;
const MESSAGE = `must be a text of 1 to ${MAX_SUMMARY} characters, or { ${QUESTIONS.join(', ')} } of such texts`;

/** A text, or an object with answers to three questions: what was expected, what happened, what is done now. */
const SummaryField = (options: FieldOptions): PropertyDecorator =>
  field(
    options,
    {
      oneOf: [
        { type: 'string', minLength: 1, maxLength: MAX_SUMMARY },
        {
          type: 'object',
          properties: Object.fromEntries(QUESTIONS.map((name) => [name, { type: 'string', maxLength: MAX_SUMMARY }])),
          additionalProperties: false,
          minProperties: 1,
        },
      ],
    },
    check('invalid_summary', MESSAGE, isSummary),
  );

const isNotBlank = (text: string): boolean => text.trim() !== '';

function isSummary(value: unknown): boolean {
  if (typeof value === 'string') return isNotBlank(value) && value.length <= MAX_SUMMARY;
  if (!isObject(value)) return false;
  // The cast is safe: it is an object.
  const answers = Object.entries(value as Readonly<Record<string, unknown>>);
  const areAnswers = answers.every(
    ([name, answer]) =>
      QUESTIONS.some((question) => question === name) && typeof answer === 'string' && answer.length <= MAX_SUMMARY,
  );
  return areAnswers && answers.some(([, answer]) => isNotBlank(String(answer)));
}

/** The summary as stored: questions without an answer are empty. */
export function summaryOf(given: SummaryRequest | undefined): Summary | undefined {
  if (given === undefined || typeof given === 'string') return given;
  const { expected = '', happened = '', now = '' } = given;
  return { expected, happened, now };
}

export type SummaryRequest = string | Readonly<Partial<Record<(typeof QUESTIONS)[number], string>>>;

/** What may be said at a completion or later. */
export const LearningSummary = (): PropertyDecorator =>
  SummaryField({ optional: true, description: 'What was expected, what happened, what is done now' });
export const LearningTags = (): PropertyDecorator =>
  TextListField({ optional: true, max: 20, minLength: 1, maxLength: 50, description: 'Words to find it by' });

@Example({
  summary: { expected: 'More orders', happened: 'As many orders, more crashes', now: 'The old checkout stays' },
  tags: ['checkout'],
})
export class NoteLearningRequest {
  @LearningSummary()
  summary?: SummaryRequest;

  @LearningTags()
  tags?: string[];
}
