import { randomUUID } from 'node:crypto';
import { bodyOf, expectStatus, type Answer } from '../support/client.js';
import type { Random } from '../support/random.js';
import { until } from '../support/until.js';
import { decide, startExperiment, telemetry, type World } from '../support/world.js';
import { ExperimentLedger, type Sent } from './ledger.js';

const PATIENCE_MS = 120_000;
const SUBJECTS_PER_BATCH = 5;
const VARIANTS: Readonly<Record<string, string>> = { old: 'control', new: 'treatment' };
// A crash comes with its exposure in one batch, so this rate is never exceeded.
const NEVER_BREACHED = { threshold: '1', action: 'pause' } as const;

/** A created flag: its request, its idempotency key, and the answer that every retry must get. */
export interface CreatedFlag {
  readonly request: { readonly key: string; readonly type: string; readonly default: boolean };
  readonly idempotencyKey: string;
  readonly answer: Answer;
}

/** The document of an experiment after its guardrail has acted. */
interface Failed {
  readonly status: string;
  readonly pausedBy: { readonly trigger: string } | null;
}

/** The work of a busy team: each request is retried until acknowledged, and all acknowledgements are recorded. */
export class Workload {
  readonly experiments: ExperimentLedger[] = [];
  readonly flags: CreatedFlag[] = [];
  private stopped = false;

  /** @param world its clients are persistent */
  constructor(
    private readonly world: World,
    private readonly random: Random,
  ) {}

  /** Works until it is told to stop, and then finishes the work under way. */
  async run(): Promise<void> {
    const lanes = [
      () => this.recordSteadily(),
      () => this.recordSteadily(),
      () => this.breach('pause'),
      () => this.breach('rollback'),
      () => this.pauseAndResume(),
      () => this.createFlags(),
    ];
    await Promise.all(lanes.map((lane) => lane()));
  }

  stop(): void {
    this.stopped = true;
  }

  /** Sends events of many subjects of one healthy experiment, some of them again later. */
  private async recordSteadily(): Promise<void> {
    const experiment = await this.start(NEVER_BREACHED);
    while (!this.stopped) {
      const repeated = experiment.acknowledged.filter(() => this.random.chance(0.02)).slice(0, 5);
      await this.record(experiment, SUBJECTS_PER_BATCH, () => this.random.chance(0.3), repeated);
      const [known] = repeated;
      if (known) await this.decideAgain(experiment, known);
    }
  }

  /** Runs one failing experiment after another, each until its guardrail has acted. */
  private async breach(action: 'pause' | 'rollback'): Promise<void> {
    while (!this.stopped) {
      const experiment = await this.start({ threshold: '0.05', action });
      const trigger = await this.fail(experiment, action);
      if (action === 'rollback') continue;
      await this.step(experiment, 'resume', 'experiment_resumed', { trigger, comment: 'fixed' });
      await this.fail(experiment, action);
      await this.step(experiment, 'complete', 'experiment_completed', { outcome: 'no_effect' });
    }
  }

  /** Returns the trigger, if the action is a pause. */
  private async fail(experiment: ExperimentLedger, action: 'pause' | 'rollback'): Promise<string | undefined> {
    await this.record(experiment, 1, () => true);
    experiment.breaches += 1;
    experiment.history.push('guardrail_breached', action === 'pause' ? 'experiment_paused' : 'experiment_completed');
    const wanted = action === 'pause' ? 'paused' : 'completed';
    const path = `/v1/experiments/${experiment.id}`;
    // After a restart it may still show the pause before the last resume.
    const seen = { 'assay-min-position': experiment.position };
    const done = async (): Promise<Failed | false> => {
      const found = await bodyOf<Failed>(200, this.world.owner.get(path, seen));
      return found.status === wanted && found;
    };
    return (await until(`the ${action} of ${experiment.id}`, done, PATIENCE_MS)).pausedBy?.trigger;
  }

  private async pauseAndResume(): Promise<void> {
    const experiment = await this.start(NEVER_BREACHED);
    while (!this.stopped) {
      await this.record(experiment, 1, () => false);
      await this.step(experiment, 'pause', 'experiment_paused');
      await this.step(experiment, 'resume', 'experiment_resumed');
    }
  }

  private async createFlags(): Promise<void> {
    while (!this.stopped) {
      const request = { key: `made_${randomUUID().slice(0, 8)}`, type: 'boolean', default: this.random.chance(0.5) };
      const idempotencyKey = randomUUID();
      const answer = await expectStatus(201, this.create(request, idempotencyKey));
      this.flags.push({ request, idempotencyKey, answer });
    }
  }

  /** Sends the request that creates a flag, with its idempotency key. */
  create(request: CreatedFlag['request'], idempotencyKey: string): Promise<Answer> {
    return this.world.owner.post('/v1/flags', request, { 'idempotency-key': idempotencyKey });
  }

  private async start(guardrail: Parameters<typeof startExperiment>[1]): Promise<ExperimentLedger> {
    const { id, flag, position } = await startExperiment(this.world, guardrail);
    const experiment = new ExperimentLedger(id, flag, position);
    this.experiments.push(experiment);
    return experiment;
  }

  private async step(experiment: ExperimentLedger, verb: string, recorded: string, body: object = {}): Promise<void> {
    const path = `/v1/experiments/${experiment.id}/${verb}`;
    experiment.position = (await bodyOf<{ position: string }>(200, this.world.owner.post(path, body))).position;
    experiment.history.push(recorded);
  }

  /** Decides for new subjects and sends their events in one batch, with some that were acknowledged before. */
  private async record(
    experiment: ExperimentLedger,
    subjects: number,
    crashes: () => boolean,
    repeated: readonly Sent[] = [],
  ): Promise<void> {
    const fresh: Sent[] = [];
    for (let n = 0; n < subjects; n += 1) fresh.push(...(await this.visit(experiment, crashes())));
    const events = [...fresh, ...repeated].map((sent) => sent.event);
    const answer = this.world.product.post('/v1/events', { events });
    const { results } = await bodyOf<{ results: { status: string }[] }>(200, answer);
    const wrong = results.filter(({ status }, index) => {
      return status !== 'duplicate' && (index >= fresh.length || status !== 'accepted');
    });
    if (wrong.length > 0 || results.length !== events.length) throw new Error(JSON.stringify(results));
    experiment.acknowledged.push(...fresh);
  }

  /** A new subject's events: an exposure and, if it fails, a crash. */
  private async visit(experiment: ExperimentLedger, crashes: boolean): Promise<Sent[]> {
    const subject = `subject_${randomUUID()}`;
    const decision = await decide(this.world, experiment.flag, subject, experiment.position);
    const variant = VARIANTS[String(decision.value)];
    if (decision.reason !== 'experiment_assigned' || !variant) throw new Error(JSON.stringify(decision));
    const kinds = crashes ? (['exposure', 'crash'] as const) : (['exposure'] as const);
    return kinds.map((kind) => {
      const event = telemetry(this.world[kind], decision, subject) as Sent['event'];
      return { event, variant, subject, kind };
    });
  }

  private async decideAgain(experiment: ExperimentLedger, { subject, variant }: Sent): Promise<void> {
    const again = await decide(this.world, experiment.flag, subject, experiment.position);
    if (VARIANTS[String(again.value)] !== variant)
      throw new Error(`${subject} was ${variant}: ${JSON.stringify(again)}`);
  }
}
