import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { startTestStore, type TestStore } from '../support/test-store.js';
import { flag as anyFlag, owner } from '../support/experiments.js';
import { Crash, eventsOf, MortalStore } from '../support/mortal-store.js';
import { contextOf, createOn, noDrafts } from '../support/races.js';
import type { CommandContext } from '../../libs/event-sourcing/command-context.js';
import { CommandRunner } from '../../libs/event-sourcing/command-runner.js';
import { Watermark } from '../../libs/event-sourcing/watermark.js';
import type { EventStore } from '../../libs/event-store/index.js';
import { ExperimentsOfFlag } from '../../libs/experiments/ports/experiments-of-flag.js';
import { ArchiveFlag, ArchiveFlagHandler } from '../../libs/flags/commands/archive-flag.js';
import { EditFlagHandler, type EditFlag } from '../../libs/flags/commands/edit-flag.js';
import type { EditFlagRequest } from '../../libs/flags/http/flag-requests.js';
import { FlagAnswers } from '../../libs/flags/http/flag-after.js';
import { FlagsController } from '../../libs/flags/http/flags.controller.js';
import { flagEnvironmentStream, flagStream } from '../../libs/flags/index.js';
import { Refusal } from '../../libs/primitives/refusal.js';

/** A claim of its Idempotency-Key and the flag's own stream, a claim again and the environment's stream. */
const APPENDS = [0, 1, 2, 3];
const BOTH: EditFlagRequest = { description: 'Colour of the button', default: 'green' };

let running: TestStore;
let store: TestStore['store'];

beforeAll(async () => {
  running = await startTestStore();
  ({ store } = running);
});

afterAll(() => running.stop());

const runnerOn = (through: EventStore): CommandRunner => new CommandRunner(through, new Watermark());

let flags = 0;

/** A flag that no other test knows, at revision 0. */
async function createFlag(): Promise<string> {
  const key = `edited_${(flags += 1)}`;
  await createOn(runnerOn(store), { ...anyFlag, key });
  return key;
}

/** A request with an Idempotency-Key. */
const requestOf = (about: Partial<CommandContext> = {}): CommandContext => ({
  ...contextOf(owner),
  requestHash: 'the hash of the request',
  ...about,
});

/** `PATCH /v1/flags/:key`, handled by one process, which may end before one of its appends. */
function patch(key: string, context: CommandContext, body: EditFlagRequest, survives = Infinity): Promise<object> {
  const runner = runnerOn(new MortalStore(store, (call) => call(), survives));
  const experiments = new ExperimentsOfFlag(runner, noDrafts);
  const handler = new EditFlagHandler(runner, experiments);
  // The route gives this command alone, and sets headers only.
  const bus = { execute: (command: EditFlag) => handler.execute(command) } as unknown as CommandBus;
  const reply = { header: () => reply } as unknown as FastifyReply;
  return new FlagsController(bus, new FlagAnswers(runner), experiments).edit(context, key, body, reply);
}

async function typesOf(key: string, environment = 'production'): Promise<{ shared: string[]; here: string[] }> {
  const streams = [flagStream(key), flagEnvironmentStream(environment, key)];
  const [shared = [], here = []] = await Promise.all(streams.map((stream) => eventsOf(store, stream)));
  return { shared: shared.map(({ type }) => type), here: here.map(({ type }) => type) };
}

const ONCE = { shared: ['flag_created', 'flag_described'], here: ['flag_default_changed'] };

describe('an edit of a flag that changes its description and its default', () => {
  it.each(APPENDS)(
    'is there once, and answered as ever, when its process ends after %s appends and it is retried',
    async (survives) => {
      const key = await createFlag();
      const context = requestOf({ ifMatch: 0 });
      await expect(patch(key, context, BOTH, survives)).rejects.toBeInstanceOf(Crash);
      const answer = await patch(key, context, BOTH);
      expect(await typesOf(key)).toEqual(ONCE);
      expect(answer).toMatchObject({ revision: 2, description: BOTH.description, default: 'green', lifted: [] });

      await patch(key, requestOf(), { description: 'Another', default: 'red' });
      expect(await patch(key, context, BOTH)).toEqual(answer);
    },
  );

  it('is completed by the retry though somebody edited the flag after the crash between its two appends', async () => {
    const key = await createFlag();
    const context = requestOf({ ifMatch: 0 });
    await expect(patch(key, context, BOTH, 3)).rejects.toBeInstanceOf(Crash);
    expect(await typesOf(key)).toEqual({ ...ONCE, here: [] });
    await patch(key, requestOf(), { owner: 'payments' });
    expect(await patch(key, context, BOTH)).toMatchObject({ description: BOTH.description, default: 'green' });
    expect(await typesOf(key)).toEqual({ ...ONCE, shared: [...ONCE.shared, 'flag_described'] });
  });

  it('is completed by the retry though the flag was archived after the crash between its two appends', async () => {
    const key = await createFlag();
    const context = requestOf();
    await expect(patch(key, context, BOTH, 3)).rejects.toBeInstanceOf(Crash);
    const runner = runnerOn(store);
    const archiving = new ArchiveFlagHandler(runner, new ExperimentsOfFlag(runner, noDrafts));
    await archiving.execute(new ArchiveFlag(contextOf(owner), { key }));
    expect(await patch(key, context, BOTH)).toMatchObject({ default: 'green' });
    expect(await typesOf(key)).toMatchObject({ here: ['starts_abandoned', 'flag_default_changed'] });
  });

  it.each<[string, EditFlagRequest, Partial<CommandContext>]>([
    ['a default of another type', { ...BOTH, default: 1 }, {}],
    ['a variant that another value has', { ...BOTH, variants: { one: 1 } }, {}],
    ['another revision than the flag has', BOTH, { ifMatch: 7 }],
  ])('is refused with nothing written for %s', async (_, body, about) => {
    const key = await createFlag();
    await expect(patch(key, requestOf(about), body)).rejects.toThrow();
    expect(await typesOf(key)).toEqual({ shared: ['flag_created'], here: [] });
  });

  it('is refused for a flag that there is not', async () => {
    await expect(patch('nowhere', requestOf(), BOTH)).rejects.toBeInstanceOf(Refusal);
  });
});
