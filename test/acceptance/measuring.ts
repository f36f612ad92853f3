import { randomUUID } from 'node:crypto';
import { expectStatus } from '../support/client.js';
import type { RunningExperiment, World } from '../support/world.js';

/** A subject, and what an experiment decided for it. */
export interface Decided {
  readonly subjectId: string;
  readonly decisionId: string;
  readonly variant: string;
  readonly phase: number;
}

/** The answer to one event of a batch. */
export interface EventAnswer {
  readonly eventId: string | null;
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
  readonly warnings?: readonly { readonly code: string; readonly pointer: string; readonly message: string }[];
}

/** Numerator, denominator and value of a metric in one variant, as texts. */
export type Measured = readonly [numerator: string, denominator: string, value: string | null];

const VARIANTS = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];
const MOST_TRIES = 200;

/** Defines what is measured, plays the product that reports, and reads reports behind all that was reported. */
export class Measuring {
  private reported = '';

  constructor(readonly world: World) {}

  /** An event type of this world; answers its key. */
  async eventType(name: string, more: object = {}): Promise<string> {
    const key = `${name}_${randomUUID().slice(0, 8)}`;
    await expectStatus(201, this.world.owner.post('/v1/event-types', { key, name, ...more }));
    return key;
  }

  /** A metric of this world; answers its key. */
  async metric(kind: string, rule: object): Promise<string> {
    const key = `${kind}_${randomUUID().slice(0, 8)}`;
    const body = { key, name: kind, kind, direction: 'lower_is_better', rule };
    await expectStatus(201, this.world.owner.post('/v1/metrics', body));
    return key;
  }

  /** A running experiment of control against treatment on a flag of its own. */
  async experiment(metrics: readonly string[], guardrails: readonly object[] = []): Promise<RunningExperiment> {
    const approved = await this.approved(metrics, guardrails);
    const started = await expectStatus(200, this.world.owner.post(`/v1/experiments/${approved.id}/start`));
    return { ...approved, position: started.body.position };
  }

  /** Such an experiment, approved and not yet started. */
  async approved(
    metrics: readonly string[],
    guardrails: readonly object[] = [],
  ): Promise<Omit<RunningExperiment, 'position'>> {
    const { owner, approver } = this.world;
    const name = randomUUID().slice(0, 8);
    const flag = `flag_${name}`;
    await expectStatus(201, owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const draft = { key: `exp_${name}`, name, flag, variants: VARIANTS, metrics, guardrails };
    const { id } = (await expectStatus(201, owner.post('/v1/experiments', draft))).body;
    await expectStatus(200, owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, approver.post(`/v1/experiments/${id}/approve`));
    return { id, flag };
  }

  /** What the experiment decides for this subject. */
  async decide({ flag }: RunningExperiment, subjectId: string): Promise<Decided> {
    const { body } = await expectStatus(200, this.world.product.post('/v1/decide', { flag, subjectId }));
    if (body.reason !== 'experiment_assigned') throw new Error(`${subjectId} is not assigned: ${body.reason}`);
    return { subjectId, decisionId: body.decisionId, variant: body.variant, phase: body.phase };
  }

  /** A new subject whom the experiment gives this variant. */
  async subjectIn(experiment: RunningExperiment, variant: string): Promise<Decided> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const decided = await this.decide(experiment, `user_${randomUUID()}`);
      if (decided.variant === variant) return decided;
    }
    throw new Error(`nobody gets ${variant}`);
  }

  /** Sends one batch; answers what became of each event. */
  async send(events: readonly unknown[], more: object = {}): Promise<readonly EventAnswer[]> {
    const answer = await expectStatus(200, this.world.product.post('/v1/events', { ...more, events }));
    this.reported = answer.headers.get('assay-position') ?? this.reported;
    return answer.body.results;
  }

  /** Sends events that must all be accepted. @throws Error with the answer */
  async report(...events: readonly object[]): Promise<void> {
    const results = await this.send(events);
    if (results.some(({ status }) => status !== 'accepted')) throw new Error(JSON.stringify(results));
  }

  /** Links two subjects. @returns whether they are one then */
  async link(from: string, to: string): Promise<boolean> {
    const answer = await expectStatus(200, this.world.product.post('/v1/subjects/link', { from, to }));
    this.reported = answer.headers.get('assay-position') ?? this.reported;
    return answer.body.linked;
  }

  /** A report of the experiment that has seen all that was sent. */
  // Reports are asserted field by field, as every answer is.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  read({ id }: { readonly id: string }, report: string): Promise<any> {
    return this.get(`experiments/${id}/${report}`);
  }

  /** How many events of a type without decision id no experiment took. */
  async unattributed(eventType: string): Promise<number> {
    const { items } = await this.get('operations/unattributed?limit=100');
    return items.find((each: { eventType: string }) => each.eventType === eventType)?.events ?? 0;
  }

  // As above.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  private async get(path: string): Promise<any> {
    const headers = this.reported === '' ? undefined : { 'assay-min-position': this.reported };
    return (await expectStatus(200, this.world.owner.get(`/v1/${path}`, headers))).body;
  }

  /** What a metric's results say of control and treatment. */
  async measured(experiment: { readonly id: string }, metric: string, query = ''): Promise<readonly Measured[]> {
    const { metrics } = await this.read(experiment, `results${query}`);
    const found = metrics.find((each: { metric: string }) => each.metric === metric);
    return found.variants.map(measuredOf);
  }
}

const measuredOf = ({ numerator, denominator, value }: Record<string, string>): Measured => {
  return [numerator ?? '', denominator ?? '', value ?? null];
};

interface SentEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly subjectId: string;
  readonly decisionId?: string;
  readonly timestamp: string;
  readonly properties: object;
}

/** One event of a subject; with what was decided for it, or without a decision id. */
export function eventOf(eventType: string, of: Decided | string, at: Date, properties: object = {}): SentEvent {
  const [subjectId, decisionId] = typeof of === 'string' ? [of] : [of.subjectId, of.decisionId];
  const timestamp = at.toISOString();
  return { eventId: randomUUID(), eventType, subjectId, timestamp, properties, ...(decisionId && { decisionId }) };
}

const MINUTE_MS = 60_000;

/** A full minute, ten minutes ago: times that are counted from it fall into buckets that the test knows. */
export const tenMinutesAgo = (): Date => new Date(Math.floor(Date.now() / MINUTE_MS - 10) * MINUTE_MS);

export const secondsAfter = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1_000);
