import type { NewEvent } from '../event-store/index.js';
import { systemContext } from '../event-sourcing/command-context.js';
import { toNewEvent, type CommandRunner } from '../event-sourcing/command-runner.js';
import { guardrailStream, type Breach, type GuardrailEvent } from './guardrail.events.js';
import { triggersAggregate } from './trigger.js';

/** Records a breach once: the event has the trigger's id, and the append names the stream's exact revision. */
export async function recordBreach(runner: CommandRunner, breach: Breach): Promise<void> {
  const stream = guardrailStream(breach.environment, breach.experiment);
  const context = systemContext(
    `guardrail ${breach.guardrail}`,
    new Date(breach.detectedAt),
    { commandId: breach.id },
    breach.environment,
  );
  await runner.attempt(context, async () => {
    const loaded = await runner.load(triggersAggregate, stream);
    if (loaded.state.some((trigger) => trigger.id === breach.id)) return;
    const event: GuardrailEvent = { type: 'guardrail_breached', data: breach };
    const stored: NewEvent = { ...toNewEvent(triggersAggregate, stream, event, context, 0), id: breach.id };
    await runner.appendAt(stream, loaded.revision, [stored]);
  });
}
