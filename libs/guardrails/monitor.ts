import type { StoredEvent } from '../event-store/index.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { CHECK_REQUESTED } from '../measurement/index.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logging/logger.js';
import type { Committed, Reactor } from '../projections/index.js';
import { Evaluation, pagesOf } from './evaluation.js';
import { FoundBreaches } from './found-breaches.js';
import type { DetectedBy } from './guardrail.events.js';
import type { GuardrailCounts } from './read-model/guardrail-counts.js';
import { RequestedChecks } from './requested-checks.js';

const SWEEP_MS = 5_000;
const MAX_WAITING_CHECKS = 1_000;
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
  private readonly answering = new Set<Promise<void>>();
  private readonly found: FoundBreaches;
  private readonly evaluation: Evaluation;
  private readonly requested: RequestedChecks;

  constructor(
    runner: CommandRunner,
    private readonly counts: GuardrailCounts,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly mode: MonitorMode,
    private readonly sweepEveryMs = SWEEP_MS,
  ) {
    this.found = new FoundBreaches(runner, logger);
    this.evaluation = new Evaluation(counts, this.found, clock);
    this.requested = new RequestedChecks(runner, counts, this.evaluation, clock);
  }

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
    while (!signal.aborted) {
      await this.found.record();
      await this.serve();
      if (this.mode === 'continuous' && this.live && performance.now() >= this.sweepAt) {
        await this.sweep();
        this.sweepAt = performance.now() + this.sweepEveryMs;
      }
      if (this.touched.size === 0 && (this.checks.length === 0 || !this.live)) await this.wait(signal);
    }
    await Promise.all(this.answering);
  }

  private isAwaited({ recordedAt }: StoredEvent): boolean {
    return this.clock.now().getTime() - Date.parse(recordedAt) < CHECK_AWAITED_MS;
  }

  /** Judges what telemetry touched, and begins to answer the checks that wait. */
  private async serve(): Promise<void> {
    const touched = [...this.touched];
    const checks = this.live ? this.checks : [];
    this.touched = new Set();
    if (this.live) this.checks = [];
    for (const page of pagesOf(touched)) await this.evaluate(page, 'monitor');
    for (const check of checks) {
      const answer = this.requested
        .answer(check)
        .catch((error: unknown) => this.logger.error({ err: error }, 'a guardrail check failed'));
      this.answering.add(answer);
      void answer.finally(() => this.answering.delete(answer));
    }
  }

  private async sweep(): Promise<void> {
    try {
      for (const page of pagesOf(await this.counts.running())) {
        await this.evaluate(page, 'sweep');
        // A long sweep holds up neither what telemetry touched meanwhile nor a check.
        await this.serve();
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'the guardrail sweep failed; the next one retries');
    }
  }

  /** Evaluates experiments together; what fails is evaluated again by the next sweep. */
  private async evaluate(ids: readonly string[], detectedBy: DetectedBy): Promise<void> {
    const message = 'guardrails could not be evaluated; the next sweep retries';
    try {
      const experiments = await this.counts.experiments(ids);
      const wanted = ids.flatMap((id) => experiments.get(id) ?? []);
      for (const [experiment, error] of await this.evaluation.of(wanted, detectedBy)) {
        this.logger.warn({ err: error, experiment }, message);
      }
    } catch (error) {
      this.logger.warn({ err: error, experiments: ids }, message);
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
      const timer = setTimeout(done, this.found.isEmpty ? patience : Math.min(patience, RECORD_AGAIN_MS));
      this.wake = done;
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}
