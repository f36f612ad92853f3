import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredEvent } from '../event-store/index.js';
import { comparisonsIn, currentRun, thresholdsIn } from '../experiments/index.js';
import type { Clock } from '../platform/clock.js';
import { systemContext } from '../event-sourcing/command-context.js';
import { decodeFor } from '../event-sourcing/aggregate.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { Logger } from '../platform/logging/logger.js';
import type { Committed, Reactor } from '../projections/index.js';
import { CHECK_REQUESTED } from '../measurement/index.js';
import { checkAggregate, checkStream, type CheckEvent, type CheckResult } from './check.events.js';
import { guardrailStream, type Breach, type DetectedBy, type Trigger } from './guardrail.events.js';
import { healthBreaches } from './health.js';
import { judgeComparison } from './judge-comparison.js';
import { bySeverity, judge } from './judge.js';
import type { GuardrailCounts } from './read-model/guardrail-counts.js';
import { recordBreach } from './record-breach.js';
import { triggersAggregate } from './trigger.js';

const SWEEP_MS = 5_000;
const ACTION_TIMEOUT_MS = 5_000;
const POLL_MS = 10;
const MAX_WAITING_CHECKS = 1_000;
const MAX_UNRECORDED = 10_000;
/** Delay before breaches that could not be recorded are tried again. */
const RECORD_AGAIN_MS = 500;
const CHECK_AWAITED_MS = 10_000;

export type MonitorMode = 'continuous' | 'on_request';

/**
 * Judges guardrails after each commit of the measurement projection, for the experiments that telemetry touched. A
 * sweep judges all running ones. Requested checks are answered in the order of the log.
 */
export class Monitor implements Reactor {
  private touched = new Set<string>();
  private checks: StoredEvent[] = [];
  private wake: (() => void) | undefined;
  private live = false;
  private sweepAt = 0;
  /** Breaches that are not in the log yet, because the store failed. A later evaluation may no longer find them. */
  private readonly unrecorded = new Map<string, Breach>();

  constructor(
    private readonly runner: CommandRunner,
    private readonly counts: GuardrailCounts,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly mode: MonitorMode,
    private readonly sweepEveryMs = SWEEP_MS,
  ) {}

  committed({ events, touched, live }: Committed): void {
    // A breach that telemetry caused before the projection caught up must not wait for the next sweep.
    const wentLive = live && !this.live;
    if (wentLive) this.sweepAt = 0;
    this.live = live;
    for (const event of events) {
      // Before the projection has caught up, only checks whose caller may still wait are answered.
      if (event.type !== CHECK_REQUESTED || (!live && !this.isAwaited(event))) continue;
      if (this.checks.length < MAX_WAITING_CHECKS) this.checks.push(event);
    }
    if (!live) return;
    if (this.mode === 'continuous') for (const experiment of touched) this.touched.add(experiment);
    if (wentLive || this.touched.size > 0 || this.checks.length > 0) this.wake?.();
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const answering = new Set<Promise<void>>();
    while (!signal.aborted) {
      const touched = [...this.touched];
      const checks = this.live ? this.checks : [];
      this.touched = new Set();
      if (this.live) this.checks = [];
      await this.recordFound();
      for (const id of touched) await this.evaluateSafely(id, 'monitor');
      for (const check of checks) {
        const answer = this.answer(check).catch((error: unknown) =>
          this.logger.error({ err: error }, 'a guardrail check failed'),
        );
        answering.add(answer);
        void answer.finally(() => answering.delete(answer));
      }
      if (this.mode === 'continuous' && this.live && performance.now() >= this.sweepAt) {
        await this.sweep();
        this.sweepAt = performance.now() + this.sweepEveryMs;
      }
      if (this.touched.size === 0 && (this.checks.length === 0 || !this.live)) await this.wait(signal);
    }
    await Promise.all(answering);
  }

  private isAwaited({ recordedAt }: StoredEvent): boolean {
    return this.clock.now().getTime() - Date.parse(recordedAt) < CHECK_AWAITED_MS;
  }

  private async sweep(): Promise<void> {
    try {
      for (const id of await this.counts.running()) await this.evaluateSafely(id, 'sweep');
    } catch (error) {
      this.logger.warn({ err: error }, 'the guardrail sweep failed; the next one retries');
    }
  }

  private async evaluateSafely(id: string, detectedBy: DetectedBy): Promise<void> {
    try {
      await this.evaluate(id, detectedBy);
    } catch (error) {
      this.logger.warn({ err: error, experiment: id }, 'guardrails could not be evaluated; the next sweep retries');
    }
  }

  /** Judges every guardrail of a running experiment and records the breaches. */
  private async evaluate(id: string, detectedBy: DetectedBy): Promise<void> {
    const experiment = await this.counts.experiment(id);
    const run = experiment && currentRun(experiment);
    if (!experiment || experiment.status !== 'running' || !run) return;
    const metrics = await this.counts.metrics(experiment);
    const now = this.clock.now();
    const breaches: Breach[] = [];
    for (const guardrail of thresholdsIn(experiment.guardrails)) {
      const metric = metrics.find(({ key }) => key === guardrail.metric);
      if (!metric) continue;
      const counts = await this.counts.counts(experiment, guardrail, metric, run, now);
      breaches.push(...judge(experiment, guardrail, metric, counts, now, detectedBy));
    }
    const comparisons = comparisonsIn(experiment.guardrails);
    if (comparisons.length > 0) {
      const evidence = await this.counts.evidence(experiment);
      for (const guardrail of comparisons) {
        const metric = metrics.find(({ key }) => key === guardrail.metric);
        if (metric) breaches.push(...judgeComparison(experiment, guardrail, metric, evidence, now, detectedBy));
      }
    }
    // Health changes slowly and never acts, so sweeps and requested checks are soon enough.
    if (detectedBy !== 'monitor') {
      breaches.push(...healthBreaches(experiment, await this.counts.health(experiment, run), now, detectedBy));
    }
    // All guardrails are judged before the first breach is recorded, so that its action hides no other breach.
    for (const breach of bySeverity(breaches)) {
      if (this.unrecorded.size < MAX_UNRECORDED && !this.unrecorded.has(breach.id))
        this.unrecorded.set(breach.id, breach);
    }
    await this.recordFound();
    if (breaches.some(({ id }) => this.unrecorded.has(id))) throw new Error('a breach was found and not recorded yet');
  }

  /** Records all breaches found. One that fails stays for the next attempt, and does not delay the others. */
  private async recordFound(): Promise<void> {
    for (const [id, breach] of this.unrecorded) {
      try {
        await recordBreach(this.runner, breach);
        this.unrecorded.delete(id);
      } catch (error) {
        const { experiment, guardrail } = breach;
        this.logger.error({ err: error, experiment, guardrail }, 'a breach could not be recorded; retrying');
      }
    }
  }

  private async answer(requested: StoredEvent): Promise<void> {
    const { type, data: check } = decodeFor(checkAggregate, requested);
    if (type !== 'check_requested') return;
    const ids = check.experiment === null ? await this.counts.running(check.environment) : [check.experiment];
    const runs = new Map<string, number>();
    for (const id of ids) {
      const experiment = await this.counts.experiment(id);
      runs.set(id, (experiment && currentRun(experiment)?.run) ?? 0);
      await this.evaluate(id, 'request');
    }
    const results: CheckResult[] = [];
    for (const id of ids) {
      results.push({ experiment: id, triggers: await this.settled(check.environment, id, runs.get(id) ?? 0) });
    }
    const context = systemContext('guardrail check', this.clock.now(), { causationId: check.id }, check.environment);
    const answered: CheckEvent = { type: 'check_answered', data: { results } };
    await this.runner.run(checkAggregate, checkStream(check.id), context, ({ results: before }) =>
      before === null ? [answered] : [],
    );
  }

  /** The triggers of a run, once the saga has settled each. @throws Error after a timeout */
  private async settled(environment: string, experiment: string, run: number): Promise<readonly Trigger[]> {
    const deadline = performance.now() + ACTION_TIMEOUT_MS;
    for (;;) {
      const { state } = await this.runner.load(triggersAggregate, guardrailStream(environment, experiment));
      const triggers = state.filter((trigger) => trigger.run === run);
      if (triggers.every((trigger) => trigger.outcome !== null)) return triggers;
      if (performance.now() > deadline) throw new Error(`the actions for ${experiment} are not done in time`);
      await sleep(POLL_MS);
    }
  }

  private wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.wake = undefined;
        resolve();
      };
      const untilSweep = Math.max(0, this.sweepAt - performance.now());
      const patience = Math.min(this.mode === 'continuous' && this.live ? untilSweep : SWEEP_MS, SWEEP_MS);
      const timer = setTimeout(done, this.unrecorded.size > 0 ? Math.min(patience, RECORD_AGAIN_MS) : patience);
      this.wake = done;
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}
