import { expectStatus } from './client.js';
import type { Random } from './random.js';
import { until } from './until.js';
import { decide, record, telemetry, type World } from './world.js';

/** A flag by its key, and the type that clients ask for. */
export interface MadeFlag {
  readonly key: string;
  readonly type: 'boolean' | 'string' | 'number' | 'json';
}

const VARIANTS = { plain: 'grey', loud: 'pink', dark: 'black' };
const AUDIENCES: readonly object[] = [
  { country: { $in: ['DE', 'AT'] } },
  { age: { $gte: 18 }, plan: { $ne: 'free' } },
  { $or: [{ 'device.os': 'ios' }, { tags: { $all: ['beta'] } }] },
  { version: { $vgte: '2.1.0' } },
  { subjectId: { $regex: '7$' } },
];

/** Some of the subjects of `someContext`, enrolled before enrolment is frozen. */
const ENROLLED = Array.from({ length: 20 }, (_, n) => `user-${50 * n}`);
const STRANGERS = Array.from({ length: 10 }, (_, n) => `stranger-${n}-`);
/** Most experiments that take everybody, but not all, so that the youngest get few subjects. */
const MOST_AT_ONCE = 45;

/**
 * Makes at least so many random flags of every kind: rules, splits, experiments in every state, pins, overrides, a
 * holdout, a conflict domain, prerequisites. `frozen` has the keys of those with a frozen enrolment.
 */
export async function makeManyFlags(
  world: World,
  random: Random,
  count: number,
): Promise<{ readonly flags: readonly MadeFlag[]; readonly frozen: readonly string[] }> {
  const flags: MadeFlag[] = [];
  const frozen: string[] = [];
  await expectStatus(201, world.admin.post('/v1/groups', { key: 'staff', when: { tags: 'staff' } }));
  await expectStatus(201, world.admin.post('/v1/holdouts', { key: 'all', share: '10' }));
  await expectStatus(201, world.admin.post('/v1/conflict-domains', { key: 'pages' }));
  while (flags.length < count) {
    for (const make of KINDS) flags.push(await make(world, random, `flag_${flags.length}`));
    const made = await frozenExperiment(world, random, `flag_${flags.length}`);
    flags.push(made);
    frozen.push(made.key);
  }
  return { flags, frozen };
}

/** Sets the participation limit, which keeps strangers out of the youngest experiments. Returns its position. */
export async function limitParticipation(world: World): Promise<string> {
  const limit = { limit: MOST_AT_ONCE };
  return (await expectStatus(200, world.admin.put('/v1/participation-limit', limit))).body.position;
}

/** A random context: some of the attributes that the audiences use, and mostly a subject. */
export function someContext(random: Random, n: number): Record<string, unknown> {
  const maybe = (value: unknown): unknown => (random.chance(0.8) ? value : undefined);
  const context = {
    targetingKey: random.chance(0.95) ? pick(random, [`user-${n}`, `${n}@example.org`, `Zoë ${n}`]) : undefined,
    country: maybe(pick(random, ['DE', 'AT', 'FR'])),
    plan: maybe(pick(random, ['free', 'paid'])),
    age: maybe(Math.floor(random.next() * 60)),
    device: maybe({ os: pick(random, ['ios', 'android']) }),
    tags: maybe(random.chance(0.5) ? ['beta', 'staff'] : []),
    version: maybe(pick(random, ['1.9.0', '2.1.0', '10.0.0-rc.1'])),
    company: maybe(pick(random, ['acme', 7, '', null])),
  };
  return JSON.parse(JSON.stringify(context)) as Record<string, unknown>;
}

type Make = (world: World, random: Random, key: string) => Promise<MadeFlag>;

const KINDS: readonly Make[] = [
  async (world, random, key) => {
    const made = await withExperiment(world, random, key, {});
    const arm = { flag: key, group: 'staff', variant: 'treatment', experiment: made.id };
    await expectStatus(201, world.owner.post('/v1/overrides', arm));
    await expectStatus(201, world.owner.post('/v1/overrides', { flag: key, subject: 'user-7', variant: 'dark' }));
    return made;
  },
  (world, random, key) => plain(world, key, 'boolean', random.chance(0.5)),
  (world, random, key) => plain(world, key, 'number', random.next()),
  (world, _, key) => plain(world, key, 'json', { deep: [1, null, { key }] }),
  ruled,
  (world, random, key) => withExperiment(world, random, key, {}),
  (world, random, key) => withExperiment(world, random, key, { traffic: '37.5', targeting: pick(random, AUDIENCES) }),
  (world, random, key) => withExperiment(world, random, key, { bucketBy: 'company', traffic: '80' }),
  (world, random, key) => withExperiment(world, random, key, { conflictDomain: 'pages', traffic: '5' }),
  async (world, random, key) => {
    const made = await withExperiment(world, random, key, {});
    await expectStatus(200, world.owner.post(`${made.path}/pause`));
    return made;
  },
  async (world, random, key) => {
    const made = await withExperiment(world, random, key, { traffic: '90' });
    await expectStatus(200, world.owner.post(`${made.path}/disable-arm`, { variant: 'treatment', comment: 'slow' }));
    return made;
  },
  async (world, random, key) => {
    const made = await withExperiment(world, random, key, { targeting: pick(random, AUDIENCES) });
    const outcome = random.chance(0.5) ? { outcome: 'rollout', winner: 'treatment' } : { outcome: 'rollback' };
    await expectStatus(200, world.owner.post(`${made.path}/complete`, outcome));
    return made;
  },
  async (world, random, key) => {
    const made = await withExperiment(world, random, key, {});
    await expectStatus(200, world.owner.post(`/v1/flags/${key}/disable`));
    return made;
  },
  async (world, random, key) => {
    const made = await withExperiment(world, random, key, {});
    await requiring(world, key, { flag: RULED, variant: pick(random, ['loud', 'plain']) });
    return made;
  },
  async (world, random, key) => {
    const made = await ruled(world, random, key);
    // The control of that experiment is grey, as this variant.
    await requiring(world, key, { flag: WITH_EXPERIMENT, variant: 'plain' }, { flag: RULED, variant: 'plain' });
    return made;
  },
];

/** The first flags of their kinds. */
const RULED = 'flag_4';
const WITH_EXPERIMENT = 'flag_5';

async function requiring(world: World, key: string, ...requires: readonly object[]): Promise<void> {
  await expectStatus(200, world.owner.put(`/v1/flags/${key}/requires`, requires));
}

async function plain(world: World, key: string, type: MadeFlag['type'], value: unknown): Promise<MadeFlag> {
  await expectStatus(201, world.owner.post('/v1/flags', { key, type, default: value, metadata: { key, n: 0.5 } }));
  return { key, type };
}

async function ruled(world: World, random: Random, key: string): Promise<MadeFlag> {
  const body = { key, type: 'string', variants: VARIANTS, defaultVariant: 'plain' };
  await expectStatus(201, world.owner.post('/v1/flags', body));
  const rules = [
    { when: pick(random, AUDIENCES), serve: 'loud' },
    { when: pick(random, AUDIENCES), serve: { split: { dark: '33.3333', loud: '33.3333', plain: '33.3334' } } },
  ];
  await expectStatus(200, world.owner.put(`/v1/flags/${key}/rules`, rules));
  return { key, type: 'string' };
}

interface MadeExperiment extends MadeFlag {
  readonly id: string;
  readonly path: string;
  /** Of its start. */
  readonly position: string;
}

async function withExperiment(world: World, random: Random, key: string, content: object): Promise<MadeExperiment> {
  await ruled(world, random, key);
  const variants = [
    { key: 'control', value: 'grey', weight: '20', control: true },
    { key: 'treatment', value: 'green', weight: '50' },
    { key: 'other', value: 'blue', weight: '30' },
  ];
  const body = { key: `exp_${key}`, name: key, flag: key, variants, ...content };
  const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', body))).body;
  const path = `/v1/experiments/${id}`;
  await expectStatus(200, world.owner.post(`${path}/submit`));
  await expectStatus(200, world.approver.post(`${path}/approve`));
  const { position } = (await expectStatus(200, world.owner.post(`${path}/start`))).body;
  return { key, type: 'string', id, path, position };
}

async function frozenExperiment(world: World, random: Random, key: string): Promise<MadeFlag> {
  const made = await withExperiment(world, random, key, {});
  const exposures = ENROLLED.map(async (subject) => {
    const decision = await decide(world, key, subject, made.position);
    return decision.reason === 'experiment_assigned' ? [telemetry(world.exposure, decision, subject)] : [];
  });
  await record(world, (await Promise.all(exposures)).flat());
  await expectStatus(200, world.owner.post(`${made.path}/freeze-enrolment`));
  return made;
}

/** Waits until a replica keeps some stranger out of each: not all, as the filter has 1% of false positives. */
export async function untilFrozen(world: World, url: string, flags: readonly string[]): Promise<void> {
  const product = world.product.at(url);
  const waiting = new Set(flags);
  await until(`who is enrolled in ${flags.join(', ')}`, async () => {
    for (const subjectId of STRANGERS) {
      const { decisions } = (await expectStatus(200, product.post('/v1/decide', { flags: [...waiting], subjectId })))
        .body;
      for (const { flag, reason } of decisions) if (reason === 'enrolment_frozen') waiting.delete(flag);
      if (waiting.size === 0) return true;
    }
    return false;
  });
}

function pick<T>(random: Random, values: readonly T[]): T {
  const found = values[Math.floor(random.next() * values.length)];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
}
