import { SRM_CONCENTRATION } from '../../libs/statistics/srm.js';
import { Random } from './random.js';

const ALARM = 1_000;

/** The sequential sample ratio test in O(1) per subject: each multiplies its e-value by (n + cp) / ((N + c) p). */
export class SampleRatioStream {
  evidence = 1;
  private total = SRM_CONCENTRATION;
  private readonly counts: Float64Array;

  /** @param shares the weights as fractions that sum to 1 */
  constructor(private readonly shares: Float64Array) {
    this.counts = shares.map((share) => share * SRM_CONCENTRATION);
  }

  take(arm: number): void {
    const count = this.counts[arm] ?? 0;
    this.evidence *= count / (this.total * (this.shares[arm] ?? 0));
    this.counts[arm] = count + 1;
    this.total += 1;
  }
}

/** The number of streams that raise the alarm at any of their subjects; each stream is tested after every subject. */
export function alarmsAmong(
  streams: number,
  subjects: number,
  shares: readonly number[],
  truth: readonly number[],
  seed: number,
): number {
  const random = new Random(seed);
  const expected = Float64Array.from(shares);
  const ends = Float64Array.from(truth);
  for (let arm = 1; arm < ends.length; arm += 1) ends[arm] = (ends[arm] ?? 0) + (ends[arm - 1] ?? 0);
  let alarms = 0;
  for (let stream = 0; stream < streams; stream += 1) {
    if (raisesAlarm(new SampleRatioStream(expected), subjects, ends, random)) alarms += 1;
  }
  return alarms;
}

function raisesAlarm(test: SampleRatioStream, subjects: number, ends: Float64Array, random: Random): boolean {
  const last = ends.length - 1;
  for (let subject = 0; subject < subjects; subject += 1) {
    const drawn = random.next();
    let arm = 0;
    while (arm < last && drawn >= (ends[arm] ?? 1)) arm += 1;
    test.take(arm);
    if (test.evidence >= ALARM) return true;
  }
  return false;
}
