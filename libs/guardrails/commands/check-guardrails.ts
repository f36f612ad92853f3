import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { experimentAggregate, experimentStream, existing } from '../../experiments/index.js';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { derivedId } from '../../platform/ids.js';
import { unavailable } from '../../platform/problem.js';
import { Watermark } from '../../event-sourcing/watermark.js';
import { CheckAnswers, type CheckAnswer } from '../check-answers.js';
import { checkAggregate, checkStream, type CheckEvent } from '../check.events.js';

const TIMEOUT_MS = 5_000;

/** Checks one experiment's guardrails, or (null) those of all that run. */
export class CheckGuardrails extends commandWith<{ readonly experiment: string | null }, CheckAnswer>() {}

/** The question goes through the log, behind all that was accepted before it; the answer comes back the same way. */
@CommandHandler(CheckGuardrails)
export class CheckGuardrailsHandler implements ICommandHandler<CheckGuardrails> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly answers: CheckAnswers,
    private readonly watermark: Watermark,
  ) {}

  async execute({ context, experiment }: CheckGuardrails): Promise<CheckAnswer> {
    const { environment } = context;
    if (experiment !== null) {
      existing(
        (await this.runner.load(experimentAggregate, experimentStream(environment, experiment))).state,
        experiment,
      );
    }
    const id = derivedId('check', context.commandId);
    const stream = checkStream(id);
    const before = await this.runner.load(checkAggregate, stream);
    if (before.state.results && before.position) return { results: before.state.results, position: before.position };

    const answered = this.answers.expect(id, TIMEOUT_MS);
    // A request that was never answered is asked again: its evaluation may have died with its process.
    const asking = before.state.requested
      ? { ...context, commandId: derivedId(context.commandId, before.revision) }
      : context;
    const requested: CheckEvent = { type: 'check_requested', data: { id, environment, experiment } };
    await this.runner.run(checkAggregate, stream, asking, () => [requested]);
    const answer = await answered;
    if (!answer) throw unavailable('check_timeout', 'the check was not answered within 5 s; ask again');
    this.watermark.advance(answer.position);
    return answer;
  }
}
