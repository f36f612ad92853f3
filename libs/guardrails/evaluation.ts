import { currentRun, type Experiment } from '../experiments/index.js';
import type { Clock } from '../platform/clock.js';
import { breachesIn, readFacts } from './facts.js';
import type { FoundBreaches } from './found-breaches.js';
import type { Breach, DetectedBy } from './guardrail.events.js';
import type { GuardrailCounts } from './read-model/guardrail-counts.js';

/** A query asks about so many experiments: more would hold up what telemetry touches meanwhile. */
const PAGE = 100;

/** The list in pages. */
export function* pagesOf(ids: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < ids.length; start += PAGE) yield ids.slice(start, start + PAGE);
}

/** Errors by experiment. */
export type Failures = ReadonlyMap<string, unknown>;

/** Judges every guardrail of running experiments and records the breaches. */
export class Evaluation {
  constructor(
    private readonly counts: GuardrailCounts,
    private readonly found: FoundBreaches,
    private readonly clock: Clock,
  ) {}

  /** Evaluates experiments by what is read of all of them together. One that fails keeps no other from being judged. */
  async of(experiments: readonly Experiment[], detectedBy: DetectedBy): Promise<Failures> {
    try {
      return await this.together(experiments, detectedBy);
    } catch (error) {
      const [first, ...others] = experiments;
      if (first && others.length === 0) return new Map([[first.id, error]]);
      // One that cannot be read fails the query about all, so each is asked about alone.
      const failures: (readonly [string, unknown])[] = [];
      for (const experiment of experiments) failures.push(...(await this.of([experiment], detectedBy)));
      return new Map(failures);
    }
  }

  /** @throws Error if one cannot be read or judged: then nothing is recorded yet */
  private async together(experiments: readonly Experiment[], detectedBy: DetectedBy): Promise<Failures> {
    const running = experiments.filter((each) => each.status === 'running' && currentRun(each));
    if (running.length === 0) return new Map();
    const now = this.clock.now();
    // Health changes slowly and never acts, so sweeps and requested checks are soon enough.
    const factsOf = await readFacts(this.counts, running, now, detectedBy !== 'monitor');
    const breaches = running.map((experiment): Breach[] => {
      const facts = factsOf.get(experiment.id);
      return facts ? breachesIn(experiment, facts, now, detectedBy) : [];
    });
    // All guardrails are judged before the first breach is recorded, so that its action hides no other breach.
    for (const each of breaches) this.found.add(each);
    await this.found.record();
    const unrecorded = breaches.flat().filter((breach) => this.found.has(breach));
    return new Map(
      unrecorded.map(({ experiment }) => [experiment, new Error('a breach was found and not recorded yet')]),
    );
  }
}
