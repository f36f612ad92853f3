import { GrowthBookClient } from '@growthbook/growthbook';
import { FlagdCore } from '@openfeature/flagd-core';
import {
  compileSnapshot,
  decisionIdOf,
  evaluate,
  type EnvironmentSnapshot,
  type FlagSnapshot,
} from '../../libs/evaluation/index.js';
import { createDecisionSigner, createSubjectDigest, parseDecisionKeys } from '../../libs/decision-ids/index.js';
import { median } from '../support/numbers.js';
import { contexts, flagdConfiguration, growthbookFeatures, ruledFlag, testedFlag } from './scene.js';

/**
 * Evaluations in process, on one thread. It runs as its own process, so that nothing else shares the heap. It writes
 * its measurements to standard output as JSON. Run it with --expose-gc.
 */
const FLAGS = 10;
const MANY = 10_000;
const ROUNDS = 7;
const ROUND_MS = 400;
const CHUNK = 2_000;
const RETAINED_OVER = 1_000_000;

type Evaluate = (n: number) => unknown;

const environmentOf = (flags: readonly FlagSnapshot[]): EnvironmentSnapshot => ({
  flags,
  groups: [],
  holdouts: [],
  conflictDomains: [],
  participationLimit: null,
});
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
// Strides are primes: they give all combinations of flags and contexts, in an order that does not favour caches.
const pick = <T>(list: readonly T[], n: number, stride: number): T => list[(n * stride) % list.length] as T;

const digest = createSubjectDigest('bench-subject-key');
const signer = createDecisionSigner(parseDecisionKeys('k1:bench-decision-secret-0123456789'));
const requests = contexts.map((context) => ({ subjectId: context.targetingKey, attributes: context, now: 1 }));
const users = contexts.map((attributes) => ({ attributes }));

/** @param evaluated how many of the flags are evaluated, from the first on; all by default */
function assay(flags: readonly FlagSnapshot[], evaluated = flags.length): Evaluate {
  const compiled = compileSnapshot(environmentOf(flags), digest);
  const keys = flags.slice(0, evaluated).map(({ key }) => key);
  return (n) => {
    const key = pick(keys, n, 7_919);
    return evaluate(compiled.get(key), key, pick(requests, n, 31));
  };
}

function assayWithIds(flags: readonly FlagSnapshot[]): Evaluate {
  const compiled = compileSnapshot(environmentOf(flags), digest);
  const keys = flags.map(({ key }) => key);
  return (n) => {
    const key = pick(keys, n, 7_919);
    const decision = evaluate(compiled.get(key), key, pick(requests, n, 31));
    return decisionIdOf(decision, 'production', signer, digest, Date.now());
  };
}

function flagd(count: number): Evaluate {
  const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
  const core = new FlagdCore(undefined, quiet);
  core.setConfigurations(flagdConfiguration(count));
  const keys = times(count, (n) => `flag_${n}`);
  return (n) => core.resolveStringEvaluation(pick(keys, n, 7_919), 'old', pick(contexts, n, 31), quiet);
}

function growthbook(count: number): Evaluate {
  const client = new GrowthBookClient().initSync({ payload: { features: growthbookFeatures(count) } });
  const keys = times(count, (n) => `flag_${n}`);
  return (n) => client.evalFeature(pick(keys, n, 7_919), pick(users, n, 31));
}

/** Evaluations per second, measured over ROUND_MS. */
function rate(one: Evaluate): number {
  const startedAt = performance.now();
  let done = 0;
  let elapsed = 0;
  while (elapsed < ROUND_MS) {
    for (let n = 0; n < CHUNK; n += 1) one(done + n);
    done += CHUNK;
    elapsed = performance.now() - startedAt;
  }
  return (done / elapsed) * 1_000;
}

/** The medians of both and of their ratio, over alternating rounds. */
function compare(ours: Evaluate, theirs: Evaluate): { ours: number; theirs: number; ratio: number } {
  rate(ours);
  rate(theirs);
  const rounds = times(ROUNDS, () => ({ ours: rate(ours), theirs: rate(theirs) }));
  return {
    ours: median(rounds.map((round) => round.ours)),
    theirs: median(rounds.map((round) => round.theirs)),
    ratio: median(rounds.map((round) => round.ours / round.theirs)),
  };
}

function heapUsed(): number {
  const { gc } = globalThis;
  if (!gc) throw new Error('run with --expose-gc');
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}

function retainedPerDecision(one: Evaluate): number {
  for (let n = 0; n < RETAINED_OVER / 10; n += 1) one(n);
  const before = heapUsed();
  for (let n = 0; n < RETAINED_OVER; n += 1) one(n);
  return Math.max(0, (heapUsed() - before) / RETAINED_OVER);
}

/** Milliseconds from the snapshot's text to the first decision. */
function loadMs(flags: readonly FlagSnapshot[]): number {
  const text = JSON.stringify(environmentOf(flags));
  return median(
    times(5, () => {
      const startedAt = performance.now();
      const compiled = compileSnapshot(JSON.parse(text) as EnvironmentSnapshot, digest);
      evaluate(compiled.get('flag_1'), 'flag_1', pick(requests, 1, 1));
      return performance.now() - startedAt;
    }),
  );
}

const few = times(FLAGS, ruledFlag);
const tested = times(FLAGS, testedFlag);
const many = times(MANY, (n) => (n % 10 === 0 ? testedFlag(n) : ruledFlag(n)));
const measured = {
  withoutId: compare(assay(few), flagd(FLAGS)),
  withId: compare(assayWithIds(tested), growthbook(FLAGS)),
  many: compare(assay(few), assay(times(MANY, ruledFlag), FLAGS)),
  scattered: compare(assay(few), assay(times(MANY, ruledFlag))),
  retained: retainedPerDecision(assayWithIds(tested)),
  loadMs: loadMs(many),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
