import { expect } from '@jest/globals';
import { bodyOf, expectStatus } from '../support/client.js';
import { decide, telemetry, type RunningExperiment, type Urls, type World } from '../support/world.js';

/** Subjects that are assigned together. */
export const SUBJECTS = 12;
/** Guardrails that one crash per exposure does not breach, and does. */
export const HARMLESS = { threshold: '5', action: 'pause' } as const;
export const HARMFUL = { threshold: '0.5', action: 'rollback' } as const;

/** The people and keys of a world, at other addresses. */
export function pointedTo(world: World, urls: Urls): World {
  const { command } = urls;
  const [admin, owner, approver] = [world.admin.at(command), world.owner.at(command), world.approver.at(command)];
  return { ...world, admin, owner, approver, urls };
}

/** A subject, and what an experiment decided for it. */
export interface Assigned {
  readonly subject: string;
  readonly decisionId: string;
  readonly variant: string;
}

/** What became of an event of a batch. */
interface EventAnswer {
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
}

/** Subjects, numerator and denominator in each variant. */
export type Counts = Readonly<Record<string, readonly [subjects: number, numerator: string, denominator: string]>>;

/** The results of an experiment, as far as both builds answer alike. */
export interface Results {
  readonly exposure: { readonly subjects: Readonly<Record<string, number>> };
  readonly metrics: readonly {
    readonly metric: string;
    readonly variants: readonly {
      readonly variant: string;
      readonly subjects: number;
      readonly numerator: string;
      readonly denominator: string;
      readonly value: string | null;
      readonly moments: object | null;
    }[];
  }[];
  readonly dimension?: { readonly values: readonly { readonly value: string | null; readonly subjects: number }[] };
}

/** Has so many new subjects decided. @param attributes of the nth of them */
export async function assign(
  world: World,
  { flag, position }: RunningExperiment,
  name: string,
  count: number,
  attributes: (n: number) => object = () => ({}),
): Promise<readonly Assigned[]> {
  const subjects = Array.from({ length: count }, (_, n) => `${name}_${n}`);
  return Promise.all(
    subjects.map(async (subject, n) => {
      const { decisionId, variant, reason } = await decide(world, flag, subject, position, attributes(n));
      expect(reason).toBe('experiment_assigned');
      return { subject, decisionId, variant };
    }),
  );
}

/** Sends an exposure and a crash of each subject; the answers to these events, and the position in the log. */
export async function send(
  world: World,
  subjects: readonly Assigned[],
): Promise<{ readonly answers: readonly EventAnswer[]; readonly position: string }> {
  const events = subjects.flatMap((each) =>
    [world.exposure, world.crash].map((type) => telemetry(type, each, each.subject)),
  );
  const answer = await expectStatus(200, world.product.at(world.urls.ingest).post('/v1/events', { events }));
  return { answers: answer.body.results as EventAnswer[], position: answer.headers.get('assay-position') ?? '' };
}

/** Sends them, and expects each event to be accepted. @returns the position in the log */
export async function report(world: World, subjects: readonly Assigned[]): Promise<string> {
  const { answers, position } = await send(world, subjects);
  expect(answers.filter(({ status }) => status !== 'accepted')).toEqual([]);
  expect(answers).toHaveLength(2 * subjects.length);
  return position;
}

/** Results that have seen a position. */
export function resultsOf(world: World, { id }: RunningExperiment, position: string, query = ''): Promise<Results> {
  const reader = world.owner.at(world.urls.query);
  return bodyOf(200, reader.get(`/v1/experiments/${id}/results${query}`, { 'assay-min-position': position }));
}

export function countsOf({ metrics }: Results): Counts {
  const [metric] = metrics;
  return Object.fromEntries(
    (metric?.variants ?? []).map(({ variant, subjects, numerator, denominator }) => [
      variant,
      [subjects, numerator, denominator],
    ]),
  );
}

/** The counts once each of these subjects was exposed and crashed once. */
export function expectedCounts(subjects: readonly Assigned[]): Counts {
  return Object.fromEntries(
    ['control', 'treatment'].map((variant) => {
      const found = subjects.filter((each) => each.variant === variant).length;
      return [variant, [found, String(found), String(found)]];
    }),
  );
}

/** The version of a decision id: its first byte. */
export const versionOf = ({ decisionId }: Assigned): number | undefined => Buffer.from(decisionId, 'base64url')[0];
