import { EnrolledFilter } from './enrolled-filter.js';

const BYTES_OF_DIGEST = 25;

/** Who was enrolled in one experiment. */
export interface Enrolment {
  filter: EnrolledFilter;
  /** Digests of those who turned out to be one with an enrolled subject since the filter was made. */
  readonly late: Set<string>;
}

/** The same as it is saved. Plain JSON. */
export interface SavedEnrolment {
  readonly experiment: string;
  /** The filter's bits, base64. */
  readonly bits: string;
  readonly late: readonly string[];
}

/** Those of the enrolments, by experiment, that go into so many bytes, each of them whole or not at all. */
export function savedWithin(maxBytes: number, known: ReadonlyMap<string, Enrolment>): SavedEnrolment[] {
  let bytes = 0;
  return [...known].flatMap(([experiment, { filter, late }]) => {
    const own = filter.bits.length + late.size * BYTES_OF_DIGEST;
    if (bytes + own > maxBytes) return [];
    bytes += own;
    return [{ experiment, bits: Buffer.from(filter.bits).toString('base64'), late: [...late] }];
  });
}

export const enrolmentOf = ({ bits, late }: SavedEnrolment): Enrolment => ({
  filter: EnrolledFilter.from(Buffer.from(bits, 'base64')),
  late: new Set(late),
});
