import { randomUUID } from 'node:crypto';
import { answered, type Schemas } from '../../packages/client/src/index.js';
import { draftOldAgainstNew } from '../../bench/support/people.js';
import { expectStatus } from '../support/client.js';
import { decide, record, telemetry, type RunningExperiment, type World } from '../support/world.js';

const AT_ONCE = 25;

/** How often subjects of a variant convert: the n-th of them, from 0. */
export type Converts = (variant: unknown, n: number) => boolean;

/** The share of every 20 subjects that converts, spread alike in each variant. */
export const inTwenty =
  (control: number, treatment: number): Converts =>
  (value, n) =>
    (n * 7) % 20 < (value === 'old' ? control : treatment);

/** A product whose subjects are exposed once and convert or not. */
export class Comparing {
  private readonly seen = new Map<unknown, number>();
  private subjects = 0;

  private constructor(
    private readonly world: World,
    private readonly converted: string,
    readonly metric: string,
  ) {}

  /** With an event type and a conversion metric of its own. */
  static async of(world: World, direction: Schemas['DefineMetricRequest']['direction']): Promise<Comparing> {
    const name = randomUUID().slice(0, 8);
    const [event, metric] = [`converted_${name}`, `conversion_${name}`];
    await answered(world.owner.api.POST('/v1/event-types', { body: { key: event, name: event } }));
    const body = { key: metric, name: metric, kind: 'conversion', direction, rule: { event } } as const;
    await answered(world.owner.api.POST('/v1/metrics', { body }));
    return new Comparing(world, event, metric);
  }

  /** Starts an experiment of 'old' against 'new' on the metric. */
  async start(more: Partial<Schemas['DraftExperimentRequest']>): Promise<RunningExperiment> {
    const { owner, approver } = this.world;
    const { id, flag } = await draftOldAgainstNew(this.world, randomUUID().slice(0, 8), {
      metrics: [this.metric],
      ...more,
    });
    const params = { path: { id } };
    await answered(owner.api.POST('/v1/experiments/{id}/submit', { params, body: {} }));
    await answered(approver.api.POST('/v1/experiments/{id}/approve', { params, body: {} }));
    const { position } = await answered(owner.api.POST('/v1/experiments/{id}/start', { params, body: {} }));
    return { id, flag, position };
  }

  /** Exposes new subjects, of whom some convert. */
  async enrol({ flag, position }: RunningExperiment, subjects: number, converts: Converts): Promise<void> {
    for (let done = 0; done < subjects; done += AT_ONCE) {
      const names = Array.from({ length: Math.min(AT_ONCE, subjects - done) }, () => `s${(this.subjects += 1)}`);
      const decided = await Promise.all(
        names.map(async (subject) => ({ subject, decision: await decide(this.world, flag, subject, position) })),
      );
      const events = decided.flatMap(({ subject, decision }) => {
        // The experiment may have stopped meanwhile.
        if (decision.reason !== 'experiment_assigned') return [];
        const n = this.seen.get(decision.value) ?? 0;
        this.seen.set(decision.value, n + 1);
        const exposed = telemetry(this.world.exposure, decision, subject);
        return converts(decision.value, n) ? [exposed, telemetry(this.converted, decision, subject)] : [exposed];
      });
      if (events.length > 0) await record(this.world, events);
    }
  }

  /** The triggers of a check on request. */
  async check({ id }: RunningExperiment): Promise<Schemas['Trigger'][]> {
    const checked = await expectStatus(200, this.world.owner.post(`/v1/experiments/${id}/guardrails/check`));
    return (checked.body as Schemas['CheckedExperiment']).triggers;
  }

  async statusOf({ id }: RunningExperiment): Promise<string> {
    return (await this.world.owner.get(`/v1/experiments/${id}`)).body.status;
  }
}
