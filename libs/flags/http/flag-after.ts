import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answer } from '../../event-sourcing/answer.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { EventStoreUnavailableError, laterOf } from '../../event-store/index.js';
import { flagRevision } from '../commands/flag-revision.js';
import { flagAggregate, flagEnvironmentAggregate } from '../flag.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';
import { asOf, lastOfCommand } from './as-answered.js';
import { flagDocument } from './flag-document.js';

/** What commands on flags answer. */
@Injectable()
export class FlagAnswers {
  constructor(private readonly runner: CommandRunner) {}

  /**
   * A flag is two streams: the revision counts the events of both, the position is the later of both. As of the
   * command's last event, so that a retry gets the answer that the first try got, whatever was written since.
   */
  async after(context: CommandContext, key: string, reply: FastifyReply) {
    const stream = flagEnvironmentStream(context.environment, key);
    const [shared, environment] = await Promise.all([
      this.runner.load(flagAggregate, flagStream(key)),
      this.runner.load(flagEnvironmentAggregate, stream),
    ]);
    const until = lastOfCommand(context, [...shared.events, ...environment.events]);
    const { state, revision, position } = asOf(flagAggregate, shared, until);
    if (position === undefined || state === null)
      throw new EventStoreUnavailableError(`the flag ${key} is not there yet`);
    const here = asOf(flagEnvironmentAggregate, environment, until);
    const handled = {
      state,
      revision: flagRevision(revision, here.revision),
      position: laterOf(here.position, position),
    };
    return answer(reply, handled, key, (flag) => flagDocument(flag, here.state, context.environment));
  }
}
