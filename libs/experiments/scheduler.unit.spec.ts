import { describe, expect, it } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import { at } from '../../test/support/experiments.js';
import { createLogger } from '../platform/logging/logger.js';
import { conflict } from '../primitives/refusal.js';
import { StartExperiment } from './commands/start-experiment.js';
import { StopBySchedule } from './commands/action-commands.js';
import type { DueSchedule } from './read-model/due-schedules.js';
import { Scheduler } from './scheduler.js';

const alone = { flag: 'button', conflictDomain: null };
const start: DueSchedule = { id: 'e1', environment: 'staging', action: 'start', time: at(5), ...alone };
const stop: DueSchedule = { id: 'e2', environment: 'production', action: 'stop', time: at(6), ...alone };

type Given = StartExperiment | InstanceType<typeof StopBySchedule>;

function schedulerOf(due: readonly DueSchedule[], answer: () => void = () => undefined) {
  const given: Given[] = [];
  const execute = (command: Given): Promise<void> => {
    given.push(command);
    return Promise.resolve().then(answer);
  };
  const clock = { now: () => new Date(at(7)) };
  // The scheduler gives only these two commands and reads no answer.
  const bus = { execute } as unknown as CommandBus;
  const scheduler = new Scheduler(bus, () => Promise.resolve(due), clock, createLogger('test', 'silent'));
  return { scheduler, given };
}

describe('the scheduler', () => {
  it('gives the command that is due, in its environment, for the time that the schedule names', async () => {
    const { scheduler, given } = schedulerOf([start, stop]);
    await scheduler.look();
    const [first, second] = given;
    expect(first).toBeInstanceOf(StartExperiment);
    expect(first).toMatchObject({
      id: 'e1',
      scheduled: { for: at(5), ahead: [] },
      context: { environment: 'staging', at: at(7) },
    });
    expect(second).toBeInstanceOf(StopBySchedule);
    expect(second).toMatchObject({
      id: 'e2',
      scheduledFor: at(6),
      context: { actor: { kind: 'system', name: 'schedule' } },
    });
  });

  it('gives it under the same id each time, another one for another time, action or experiment', async () => {
    const others: DueSchedule[] = [
      { ...start, time: at(6) },
      { ...start, action: 'stop' },
      { ...start, id: 'e3' },
    ];
    const { scheduler, given } = schedulerOf([start, ...others]);
    const again = schedulerOf([start]);
    await scheduler.look();
    await again.scheduler.look();
    const ids = given.map((command) => command.context.commandId);
    expect(new Set(ids).size).toBe(4);
    expect(again.given[0]?.context.commandId).toBe(ids[0]);
  });

  it('goes on with the next where one is refused', async () => {
    const { scheduler, given } = schedulerOf([start, stop], () => {
      throw conflict('flag_in_use', 'another is live');
    });
    await scheduler.look();
    await scheduler.look();
    expect(given.map((command) => command.id)).toEqual(['e1', 'e2', 'e1', 'e2']);
  });

  it.each<[string, Partial<DueSchedule>, readonly string[]]>([
    ['the same flag', {}, ['e1']],
    ['slots of the same conflict domain', { flag: 'other', conflictDomain: 'shop' }, ['e1']],
    ['another flag and conflict domain', { flag: 'other', conflictDomain: 'news' }, []],
    ['the same in another environment', { environment: 'production' }, []],
  ])('tells a start that wants %s who was refused before it', async (_, wants, ahead) => {
    const first = { ...start, conflictDomain: 'shop' };
    const { scheduler, given } = schedulerOf([first, { ...first, id: 'e3', ...wants }], () => {
      throw conflict('domain_full', 'no room');
    });
    await scheduler.look();
    expect(given[1]).toMatchObject({ id: 'e3', scheduled: { ahead } });
  });
});
