import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OpenFeature, type Client as Evaluator, type EvaluationDetails, type JsonValue } from '@openfeature/server-sdk';
import { createDecisionSigner, parseDecisionKeys } from '../../libs/decision-ids/index.js';
import { AssayProvider } from '../../packages/openfeature-provider/src/index.js';
import { startApp, type TestApp } from '../support/apps.js';
import { bodyOf } from '../support/client.js';
import { limitParticipation, makeManyFlags, someContext, untilFrozen, type MadeFlag } from '../support/many-flags.js';
import { Random } from '../support/random.js';
import { ADMIN_KEY, ANY_STORE, startStores, type TestStores } from '../support/stores.js';
import { createWorld, type World } from '../support/world.js';

const FLAGS = 100;
const CONTEXTS = 1_000;
const AT_ONCE = 4;

type Context = Readonly<Record<string, unknown>>;

/** A decision as each side tells it, its id replaced by what that claims. */
type Told = readonly unknown[];

/** What remote evaluation says of a flag. */
type Remote =
  | { readonly key: string; readonly errorCode: string }
  | {
      readonly key: string;
      readonly errorCode?: undefined;
      readonly value: unknown;
      readonly variant: string;
      readonly reason: string;
      readonly metadata: Readonly<Record<string, unknown>>;
    };

/** What `POST /v1/decide` says of a flag. */
interface Decided {
  readonly flag: string;
  readonly value: unknown;
  readonly variant: string;
  readonly reason: string;
  readonly phase: number | null;
  readonly decisionId: string | null;
}

describe(`a server, a second replica and the in-process provider, on ${ANY_STORE}`, () => {
  let stores: TestStores;
  const apps: TestApp[] = [];
  let replicas: readonly [string, string];
  let world: World;
  let flags: readonly MadeFlag[];
  let position: string;
  let local: Evaluator;

  beforeAll(async () => {
    stores = await startStores(ANY_STORE);
    const names = ['command-api', 'ingest-api', 'query-api', 'query-api'] as const;
    apps.push(...(await Promise.all(names.map((name) => startApp(name, stores.environment)))));
    const [command = '', ingest = '', first = '', second = ''] = apps.map(({ url }) => url);
    replicas = [first, second];
    world = await createWorld({ command, ingest, query: first }, ADMIN_KEY);
    const made = await makeManyFlags(world, new Random(4), FLAGS);
    ({ flags } = made);
    // Later than the commands, of which it reads many at a time then.
    apps.push(await startApp('projector', stores.environment));
    for (const url of replicas) await untilFrozen(world, url, made.frozen);
    position = await limitParticipation(world);
    // Whatever asks from now on has seen all of it.
    for (const url of replicas) await bodyOf(200, decide(url, {}, made.frozen));
    const { ASSAY_DECISION_KEYS: decisionKeys = '', ASSAY_SUBJECT_KEY: subjectKey = '' } = stores.environment;
    const provider = new AssayProvider({ baseUrl: first, apiKey: world.product.key, decisionKeys, subjectKey });
    await OpenFeature.setProviderAndWait(provider);
    local = OpenFeature.getClient();
  }, 240_000);

  afterAll(async () => {
    await OpenFeature.close();
    await Promise.all(apps.map((app) => app.stop()));
    await stores.stop();
  }, 60_000);

  it('decide alike, 100,000 times and more', async () => {
    const random = new Random(5);
    const contexts = Array.from({ length: CONTEXTS }, (_, n) => someContext(random, n));
    const reasons = new Set<unknown>();
    const differences: unknown[] = [];
    let compared = 0;
    const compare = async (context: Context): Promise<void> => {
      const [remote, decided] = await Promise.all([evaluateAll(context), decideAll(context)]);
      for (const flag of flags) {
        const details = await evaluateHere(flag, context);
        const [here, there, other] = [
          ofDetails(details),
          ofRemote(remote.get(flag.key)),
          ofDecided(decided.get(flag.key)),
        ];
        const same = isSame(here, there) && isSame(withoutProtocol(here), other);
        if (!same) differences.push({ flag, context, here, there, other });
        reasons.add(here[2]);
        compared += 1;
      }
    };
    const waiting = [...contexts];
    const worker = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await compare(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(differences.slice(0, 3)).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(100_000);
    expect([...reasons].sort()).toEqual([
      'arm_disabled',
      'default',
      'enrolment_frozen',
      'experiment_assigned',
      'experiment_conflict',
      'experiment_paused',
      'flag_disabled',
      'holdout',
      'missing_subject',
      'not_targeted',
      'override',
      'participation_limit',
      'prerequisite_failed',
      'rolled_back',
      'rolled_out',
      'rule_match',
      'rule_split',
      'traffic_excluded',
    ]);
  }, 240_000);

  function decide(url: string, context: Context, keys: readonly string[]) {
    const { targetingKey: subjectId } = context;
    const body = { flags: keys, subjectId, attributes: context };
    return world.product.at(url).post('/v1/decide', body, { 'assay-min-position': position });
  }

  /** The first replica, in the protocol's words. */
  async function evaluateAll(context: Context): Promise<ReadonlyMap<string, Remote>> {
    const asked = world.product.at(replicas[0]).post('/ofrep/v1/evaluate/flags', { context });
    const { flags: answered } = await bodyOf<{ flags: Remote[] }>(200, asked);
    return new Map(answered.map((each) => [each.key, each]));
  }

  /** The second replica, in our own. */
  async function decideAll(context: Context): Promise<ReadonlyMap<string, Decided>> {
    const keys = flags.map(({ key }) => key);
    const { decisions } = await bodyOf<{ decisions: Decided[] }>(200, decide(replicas[1], context, keys));
    return new Map(decisions.map((each) => [each.flag, each]));
  }

  function evaluateHere({ key, type }: MadeFlag, context: Context): Promise<EvaluationDetails<JsonValue>> {
    // Contexts come from JSON, so they are what the SDK takes.
    const given = context as Record<string, string>;
    switch (type) {
      case 'boolean':
        return local.getBooleanDetails(key, false, given);
      case 'string':
        return local.getStringDetails(key, 'mine', given);
      case 'number':
        return local.getNumberDetails(key, -1, given);
      case 'json':
        return local.getObjectDetails<JsonValue>(key, {}, given);
    }
  }

  const ofDetails = ({ errorCode, value, variant, reason, flagMetadata }: EvaluationDetails<JsonValue>): Told =>
    errorCode === undefined ? told(value, variant, reason, flagMetadata) : missing(errorCode);

  function ofRemote(remote: Remote | undefined): Told {
    if (!remote) return [];
    if (remote.errorCode !== undefined) return missing(remote.errorCode);
    return told(remote.value, remote.variant, remote.reason, remote.metadata);
  }

  function ofDecided(decided: Decided | undefined): Told {
    if (!decided) return [];
    const { value, variant, reason, phase, decisionId } = decided;
    if (reason === 'missing_subject') return [null, null, reason];
    return [value, variant, reason, phase ?? undefined, claimsOf(decisionId)];
  }

  const missing = (errorCode: string): Told => [
    null,
    null,
    errorCode === 'TARGETING_KEY_MISSING' ? 'missing_subject' : errorCode,
  ];

  function told(value: unknown, variant: unknown, reason: unknown, metadata: Context): Told {
    const { assayReason, phase, decisionId, ...others } = metadata;
    return [value, variant, assayReason, phase, claimsOf(decisionId), reason, others];
  }

  /** What our own endpoint tells too: all but the protocol's reason and metadata. */
  const withoutProtocol = (all: Told): Told => all.slice(0, 5);

  /** Equal but for the time of signing. */
  function claimsOf(decisionId: unknown): unknown {
    if (typeof decisionId !== 'string') return null;
    const verified = signer().verify(decisionId, Date.now());
    return verified.ok ? { ...verified.claims, issuedAt: 0 } : verified.reason;
  }

  const isSame = (one: Told, other: Told): boolean => one.length > 0 && JSON.stringify(one) === JSON.stringify(other);

  let known: ReturnType<typeof createDecisionSigner> | undefined;
  const signer = () =>
    (known ??= createDecisionSigner(parseDecisionKeys(stores.environment['ASSAY_DECISION_KEYS'] ?? '')));
});
