import type { CommandBus } from '@nestjs/cqrs';
import type { StoredEvent } from '../event-store/index.js';
import { CompleteExperiment, DisableArm, PauseExperiment } from '../experiments/commands/index.js';
import type { Clock } from '../platform/clock.js';
import { systemContext, type CommandContext } from '../event-sourcing/command-context.js';
import { prefixOf, decodeFor } from '../event-sourcing/aggregate.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { derivedId } from '../platform/ids.js';
import type { Logger } from '../platform/logging/logger.js';
import { Refusal } from '../primitives/refusal.js';
import type { Projection, ProjectionDefinition } from '../projections/index.js';
import { guardrailStream, type Breach, type GuardrailEvent, type TriggerOutcome } from './guardrail.events.js';
import { sagaProgress } from './read-model/saga-progress.js';
import { onBreach, onSettled, sagaAggregate, sagaStream, unsettled, type Intent } from './saga.js';
import { triggersAggregate } from './trigger.js';

/** Refusals because the experiment has moved on; any other refuses the action itself. */
const SUPERSEDED = new Set(['superseded', 'wrong_state']);

/**
 * Turns breaches into commands, exactly once. It appends the intent at the exact revision of its stream before it acts.
 * The id of each command follows from its trigger, and each step is idempotent. So the process may be killed between
 * any two steps: the event comes again from the checkpoint.
 */
export class GuardrailSaga implements Projection {
  constructor(
    private readonly runner: CommandRunner,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** The saga runs as a projection without tables, which gives it subscription, checkpoint and parking. */
  static definition(create: () => GuardrailSaga): ProjectionDefinition {
    return {
      ...sagaProgress,
      filter: { streamPrefixes: [prefixOf(triggersAggregate)] },
      unorderedPrefixes: [prefixOf(triggersAggregate)],
      // Repeated crashes are not the fault of a breach, and it must be acted upon in spite of them.
      crashesPark: false,
      create,
    };
  }

  reset(): void {
    // All of its state is in its streams.
  }

  /** Experiments do not wait for each other: if one fails, the others are done before the retry. */
  async apply(events: readonly StoredEvent[]): Promise<void> {
    const byExperiment = new Map<string, Breach[]>();
    for (const stored of events) {
      const event = decodeFor(triggersAggregate, stored);
      if (event.type !== 'guardrail_breached') continue;
      byExperiment.set(stored.stream, [...(byExperiment.get(stored.stream) ?? []), event.data]);
    }
    const acted = await Promise.allSettled(
      [...byExperiment.values()].map(async (breaches) => {
        for (const breach of breaches) await this.act(breach);
      }),
    );
    const failed = acted.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Carries out the action of the breach; calling it again does nothing more. @throws if a retry may succeed */
  async act(breach: Breach): Promise<void> {
    const stream = sagaStream(breach.environment, breach.experiment);
    const received = this.context(breach, derivedId('saga received', breach.id));
    const { state } = await this.runner.run(sagaAggregate, stream, received, (saga) => onBreach(saga, breach));
    for (const intent of unsettled(state)) {
      const { outcome, detail } = await this.carryOut(intent);
      const settled = this.context(breach, derivedId('saga settled', intent.trigger));
      let isNews = false;
      await this.runner.run(sagaAggregate, stream, settled, (saga) => {
        const events = onSettled(saga, intent.trigger, outcome, detail);
        isNews = events.length > 0;
        return events;
      });
      if (isNews) this.tell(breach, intent, outcome, detail);
    }
    await this.report(breach, stream);
  }

  private async carryOut(intent: Intent): Promise<{ outcome: TriggerOutcome; detail: string }> {
    const { experiment: id, run, trigger, guardrail } = intent;
    const context = this.context(intent, intent.commandId);
    const comment = `the guardrail ${guardrail} was breached`;
    try {
      const forRun = { run, trigger, guardrail };
      switch (intent.action) {
        case 'pause':
          await this.commands.execute(new PauseExperiment(context, { id, comment, forRun }));
          break;
        case 'disable_arm':
          await this.commands.execute(new DisableArm(context, { id, variant: intent.variant, comment, forRun }));
          break;
        case 'rollback': {
          const outcome = { kind: 'rollback', winner: null } as const;
          await this.commands.execute(new CompleteExperiment(context, { id, outcome, comment, forRun }));
          break;
        }
        case 'notify':
          break;
      }
      return { outcome: 'acted', detail: '' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { outcome: SUPERSEDED.has(error.code) ? 'superseded' : 'refused', detail: error.message };
    }
  }

  /** Appends the outcome to the stream of the breach, for its readers. */
  private async report(breach: Breach, stream: string): Promise<void> {
    const settled = (await this.runner.load(sagaAggregate, stream)).state.settled[breach.id];
    if (!settled) throw new Error(`the trigger ${breach.id} is not settled`);
    const event: GuardrailEvent = { type: 'guardrail_action_settled', data: { trigger: breach.id, ...settled } };
    await this.runner.run(
      triggersAggregate,
      guardrailStream(breach.environment, breach.experiment),
      this.context(breach, derivedId('trigger settled', breach.id)),
      () => [event],
    );
  }

  private tell(breach: Breach, intent: Intent, outcome: TriggerOutcome, detail: string): void {
    const { experiment, environment, guardrail, action, trigger } = intent;
    const { metric, value, threshold, numerator, denominator, variant } = breach;
    const evidence = trigger === breach.id ? { metric, value, threshold, numerator, denominator, variant } : {};
    const about = { experiment, environment, guardrail, action, trigger, outcome, ...evidence };
    this.logger.info({ ...about, ...(detail !== '' && { detail }) }, `guardrail breached: ${action} ${outcome}`);
  }

  private context(
    about: { readonly guardrail: string; readonly environment: string },
    commandId: string,
  ): CommandContext {
    return systemContext(`guardrail ${about.guardrail}`, this.clock.now(), { commandId }, about.environment);
  }
}
