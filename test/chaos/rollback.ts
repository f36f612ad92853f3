import { expect } from '@jest/globals';
import { bodyOf, expectStatus } from '../support/client.js';
import { until } from '../support/until.js';
import { decide, record, startExperiment, telemetry, type World } from '../support/world.js';

const PATIENCE_MS = 60_000;

/** The appends from a breach to its outcome, in order, each with a text that only that append contains. */
export const STEPS = [
  ['the breach', 'guardrail_breached'],
  ['the intent', 'action_intended'],
  ['the command', 'experiment_completed'],
  ['the outcome for the saga', 'action_settled'],
  ['the outcome for readers', 'guardrail_action_settled'],
] as const;

interface Item {
  readonly type: string;
  readonly outcome: string | null;
}

type Items = { readonly items: readonly Item[] };

/** A running experiment with a rollback guardrail, and a function that breaches it. */
export interface Harmful {
  readonly id: string;
  /** Sends the telemetry that breaches. */
  readonly harm: () => Promise<void>;
}

export async function startHarmful(world: World): Promise<Harmful> {
  const { id, flag, position } = await startExperiment(world, { threshold: '0.05', action: 'rollback' });
  const decision = await decide(world, flag, 'someone', position);
  const { exposure, crash } = world;
  const events = [telemetry(exposure, decision, 'someone'), telemetry(crash, decision, 'someone')];
  return { id, harm: () => record(world, events) };
}

/** Waits for the rollback, then expects that it came once and that nothing is parked. */
export async function expectOneRollback({ owner }: World, id: string): Promise<void> {
  const path = `/v1/experiments/${id}`;
  const outcomes = await until(
    'the outcome of the breach',
    async () => {
      const answer = await owner.get(`${path}/triggers`).catch(() => undefined);
      const found = answer?.status === 200 ? (answer.body as Items).items.map(({ outcome }) => outcome) : [];
      return found.length > 0 && !found.includes(null) && found;
    },
    PATIENCE_MS,
  );
  expect(outcomes).toEqual(['acted']);
  const found = await bodyOf<{ status: string; outcome: { kind: string } }>(200, owner.get(path));
  expect([found.status, found.outcome.kind]).toEqual(['completed', 'rollback']);
  const { items } = await bodyOf<Items>(200, owner.get(`${path}/history`));
  expect(items.map(({ type }) => type).slice(-2)).toEqual(['guardrail_breached', 'experiment_completed']);
  expect(await bodyOf<Items>(200, owner.get('/v1/operations/parked'))).toMatchObject({ items: [] });
}

export const untilReady = ({ owner }: World): Promise<unknown> =>
  until(
    'health',
    async () => (await expectStatus(200, owner.get('/health/ready'))).body.status === 'ready',
    PATIENCE_MS,
  );
