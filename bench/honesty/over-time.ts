import type { PhasePair } from '../../libs/measurement/aggregation/compared-sums.js';
import { ArmSums } from './arm-sums.js';
import { drawArm } from './at-once.js';
import { EVENT_MODELS, type EventModel, type EventModelName } from './event-models.js';
import type { Stream } from './stream.js';
import { BATCH, comparedOf, comparisonsIn, comparisonsOf, liftOf, type Trial } from './trial.js';
import { Watch } from './watch.js';

const EVENTS_PER_BATCH = 200;

/** The watches of an experiment over time: the whole of it and, by sums of its own, the current run. */
export interface OverTime {
  readonly whole: Watch;
  readonly run: Watch;
}

/** One run of a trial with one metric and one treatment, whose subjects' values grow by events. */
export function runOverTime(trial: Trial, stream: Stream): OverTime {
  const scene = new Scene(trial, stream);
  for (let batch = 1; batch <= trial.batches; batch += 1) {
    if (trial.course === 'resumed' && batch === trial.batches / 2 + 1) scene.resume();
    if (trial.course !== 'frozen' || batch <= trial.batches / 4) scene.enrolBatch();
    for (let event = 0; event < EVENTS_PER_BATCH; event += 1) scene.takeEvent();
    scene.look(String(batch));
  }
  return { whole: scene.whole, run: scene.run };
}

const PHASES = 2;

/** An experiment over time: subjects come, events change their values. */
export class Scene {
  readonly whole: Watch;
  run: Watch;
  private readonly model: EventModel;
  private readonly lift: number;
  private readonly wholeSums = sumsByPlace();
  private readonly runSums = sumsByPlace();
  private phase = 0;
  private enrolled = 0;
  private readonly places: Uint8Array;
  private readonly subjects: Float64Array;
  private readonly wholeValues: Float64Array;
  private readonly runValues: Float64Array;

  constructor(
    private readonly trial: Trial,
    private readonly stream: Stream,
  ) {
    const name = nameOf(trial);
    this.model = EVENT_MODELS[name];
    this.lift = liftOf(name, trial);
    const most = trial.batches * BATCH;
    this.places = new Uint8Array(most);
    this.subjects = new Float64Array(most);
    this.wholeValues = new Float64Array(most);
    this.runValues = new Float64Array(most);
    this.whole = this.watch(name);
    this.run = this.watch(name);
  }

  enrolBatch(): void {
    for (let index = 0; index < BATCH; index += 1) {
      const place = this.phase * 2 + drawArm(this.trial.weights, this.stream);
      this.places[this.enrolled] = place;
      this.subjects[this.enrolled] = this.model.drawSubject(this.stream);
      this.enrolled += 1;
      this.wholeSums[place]?.enrol();
      this.runSums[place]?.enrol();
    }
  }

  /** An event of any subject enrolled so far. */
  takeEvent(): void {
    const who = this.stream.below(this.enrolled);
    const place = this.places[who] ?? 0;
    const lift = place % 2 === 0 ? 0 : this.lift;
    const [whole, run] = [this.wholeValues[who] ?? 0, this.runValues[who] ?? 0];
    const more = this.model.drawEvent(this.stream, this.subjects[who] ?? 0, run, lift);
    if (more === 0) return;
    this.runSums[place]?.grow(run, more);
    this.runValues[who] = run + more;
    // A conversion of an earlier run stays one.
    if (this.model.kind === 'conversion' && whole > 0) return;
    this.wholeSums[place]?.grow(whole, more);
    this.wholeValues[who] = whole + more;
  }

  /** The second run has sums and evidence of its own; subjects keep their phase. */
  resume(): void {
    this.phase = 1;
    for (const sums of this.runSums) sums.restart();
    this.runValues.fill(0);
    this.run = this.watch(nameOf(this.trial));
  }

  look(position: string): void {
    this.whole.look(this.wholePairs(), position);
    this.run.look(this.runPairs(), position);
  }

  wholePairs(): PhasePair[] {
    return this.pairs(this.wholeSums);
  }

  runPairs(): PhasePair[] {
    return this.pairs(this.runSums);
  }

  private pairs(sums: readonly ArmSums[]): PhasePair[] {
    return Array.from({ length: this.phase + 1 }, (_, phase) => ({
      phase: phase + 1,
      a: sums[2 * phase]?.armFor(this.model, null),
      b: sums[2 * phase + 1]?.armFor(this.model, null),
    }));
  }

  private watch(name: EventModelName): Watch {
    const comparisons = comparisonsOf(this.trial);
    const [treatment] = comparisons.treatments;
    if (!treatment) throw new RangeError('a trial needs a treatment');
    return new Watch(comparedOf(name, this.trial.share), treatment, comparisons, comparisonsIn(this.trial), this.lift);
  }
}

function sumsByPlace(): ArmSums[] {
  return Array.from({ length: 2 * PHASES }, () => new ArmSums());
}

/** @throws RangeError unless the trial's first metric moves by events */
function nameOf({ metrics: [name] }: Trial): EventModelName {
  const found = (Object.keys(EVENT_MODELS) as EventModelName[]).find((each) => each === name);
  if (!found) throw new RangeError(`${name} does not move by events`);
  return found;
}
