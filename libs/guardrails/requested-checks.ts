import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredEvent } from '../event-store/index.js';
import { decodeFor } from '../event-sourcing/aggregate.js';
import { systemContext } from '../event-sourcing/command-context.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { currentRun } from '../experiments/index.js';
import type { Clock } from '../platform/clock.js';
import { checkAggregate, checkStream, type CheckEvent, type CheckResult } from './check.events.js';
import { pagesOf, type Evaluation } from './evaluation.js';
import { guardrailStream, type Trigger } from './guardrail.events.js';
import type { GuardrailCounts } from './read-model/guardrail-counts.js';
import { triggersAggregate } from './trigger.js';

const ACTION_TIMEOUT_MS = 5_000;
const POLL_MS = 10;

/** Answers requested checks once the actions of their breaches are done. */
export class RequestedChecks {
  constructor(
    private readonly runner: CommandRunner,
    private readonly counts: GuardrailCounts,
    private readonly evaluation: Evaluation,
    private readonly clock: Clock,
  ) {}

  /** @throws Error if an experiment cannot be evaluated, or its actions are not done in time */
  async answer(requested: StoredEvent): Promise<void> {
    const { type, data: check } = decodeFor(checkAggregate, requested);
    if (type !== 'check_requested') return;
    const ids = check.experiment === null ? await this.counts.running(check.environment) : [check.experiment];
    const runs = await this.evaluate(ids);
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

  /** Evaluates the experiments. @returns the run of each in which it was judged */
  private async evaluate(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const runs = new Map<string, number>();
    for (const page of pagesOf(ids)) {
      const experiments = await this.counts.experiments(page);
      const wanted = page.flatMap((id) => experiments.get(id) ?? []);
      for (const experiment of wanted) runs.set(experiment.id, currentRun(experiment)?.run ?? 0);
      const [failure] = await this.evaluation.of(wanted, 'request');
      if (failure) throw failure[1];
    }
    return runs;
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
}
