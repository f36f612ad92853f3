import { randomUUID } from 'node:crypto';
import { expectStatus } from '../support/client.js';
import type { World } from '../support/world.js';
import { eventOf, Measuring, type Decided } from './measuring.js';

const BATCH = 500;
const AT_ONCE = 50;
export const HALVES = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];

/** A running experiment, and the subjects that it assigned. */
export interface Running {
  readonly id: string;
  readonly flag: string;
  readonly control: readonly Decided[];
  readonly treatment: readonly Decided[];
}

/** Keys of what subjects do, and of the metrics that sum it up: the spend is the primary one, the errors a guard. */
interface Keys {
  readonly paid: string;
  readonly erred: string;
  readonly spend: string;
  readonly errors: string;
}

/** Experiments on what subjects spend, and the product that reports it. */
export class Spending {
  private constructor(
    readonly measuring: Measuring,
    readonly keys: Keys,
  ) {}

  static async in(world: World): Promise<Spending> {
    const measuring = new Measuring(world);
    const [paid, erred] = [await measuring.eventType('paid'), await measuring.eventType('erred')];
    const [spend, errors] = [`spend_${randomUUID().slice(0, 8)}`, `errors_${randomUUID().slice(0, 8)}`];
    const summed = (event: string) => ({ kind: 'sum', rule: { event, property: 'amount' } });
    const higher = { direction: 'higher_is_better', varianceReduction: { days: 7 } };
    await expectStatus(201, world.owner.post('/v1/metrics', { key: spend, name: 'Spend', ...summed(paid), ...higher }));
    const lower = { key: errors, name: 'Errors', direction: 'lower_is_better', ...summed(erred) };
    await expectStatus(201, world.owner.post('/v1/metrics', lower));
    return new Spending(measuring, { paid, erred, spend, errors });
  }

  /** Starts an experiment on the spend and has it assign so many subjects to each arm. */
  async running(
    content: object,
    control: number,
    treatment: number,
    country?: (n: number) => string,
  ): Promise<Running> {
    const { owner, approver, product } = this.measuring.world;
    const name = randomUUID().slice(0, 8);
    const flag = `flag_${name}`;
    await expectStatus(201, owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const metrics = [this.keys.spend, { metric: this.keys.errors, role: 'guard', margin: '0.02' }];
    const draft = {
      key: `exp_${name}`,
      name,
      flag,
      variants: HALVES,
      primaryMetric: this.keys.spend,
      metrics,
      ...content,
    };
    const { id } = (await expectStatus(201, owner.post('/v1/experiments', draft))).body;
    await expectStatus(200, owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, approver.post(`/v1/experiments/${id}/approve`));
    await expectStatus(200, owner.post(`/v1/experiments/${id}/start`));
    const arms: Record<string, Decided[]> = { control: [], treatment: [] };
    const decide = async (n: number): Promise<void> => {
      const subjectId = `user_${n}_${randomUUID()}`;
      const attributes = country ? { country: country(n) } : {};
      const { body } = await expectStatus(200, product.post('/v1/decide', { flag, subjectId, attributes }));
      arms[body.variant]?.push({ subjectId, decisionId: body.decisionId, variant: body.variant, phase: body.phase });
    };
    for (
      let n = 0;
      (arms['control']?.length ?? 0) < control || (arms['treatment']?.length ?? 0) < treatment;
      n += AT_ONCE
    ) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => decide(n + index)));
    }
    const [a, b] = [arms['control'] ?? [], arms['treatment'] ?? []];
    return { id, flag, control: a.slice(0, control), treatment: b.slice(0, treatment) };
  }

  async report(events: readonly object[]): Promise<void> {
    for (let from = 0; from < events.length; from += BATCH)
      await this.measuring.report(...events.slice(from, from + BATCH));
  }

  /** Exposes the subjects; each then spends and errs by what these say. */
  async play(
    { control, treatment }: Running,
    amount: (variant: string, n: number) => number,
    errorsOf: (variant: string, n: number) => number = () => 10,
  ): Promise<void> {
    const at = new Date();
    const exposed = [...control, ...treatment].map((of) => eventOf(this.measuring.world.exposure, of, at));
    await this.report(exposed);
    const after = [control, treatment].flatMap((arm) =>
      arm.flatMap((of, n) => [
        eventOf(this.keys.paid, of, new Date(), { amount: amount(of.variant, n) }),
        eventOf(this.keys.erred, of, new Date(), { amount: errorsOf(of.variant, n) + (n % 2) }),
      ]),
    );
    await this.report(after);
  }

  /** A check on request looks at the evidence; the results that follow have seen it. */
  async results({ id }: Running, query = ''): ReturnType<Measuring['read']> {
    await expectStatus(200, this.measuring.world.owner.post(`/v1/experiments/${id}/guardrails/check`));
    return this.measuring.read({ id }, `results${query}`);
  }
}
