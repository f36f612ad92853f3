import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { archiveEventType, type EventType } from '../event-type.js';
import { changeEventType } from './change-event-type.js';
import { TypeUses } from '../type-uses.js';

interface EventTypeToArchive {
  readonly key: string;
  /** True where the caller knows that no live experiment takes its exposures from the type. */
  readonly confirm?: boolean | undefined;
}

export class ArchiveEventType extends commandWith<EventTypeToArchive, Handled<EventType | null>>() {}

/**
 * No event type is archived under a live experiment that counts it: its guardrails would be blind. Whatever is about to
 * count it has reserved it on its stream; each of these gets an event in its way, then the type is archived at the exact
 * revision that was read. A reservation behind that meets an archived type.
 */
@CommandHandler(ArchiveEventType)
export class ArchiveEventTypeHandler implements ICommandHandler<ArchiveEventType> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly uses: TypeUses,
  ) {}

  execute({ context, key, confirm = false }: ArchiveEventType): Promise<Handled<EventType | null>> {
    return changeEventType(this.runner, context, key, async (loaded) => {
      const events = archiveEventType(loaded.state, key);
      if (events.length === 0) return events;
      const exposes = loaded.state?.exposure === true && !confirm;
      await this.uses.keepUncounted(key, loaded.events, context, { exposes });
      return events;
    });
  }
}
