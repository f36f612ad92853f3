import { MAX_APPEND_BYTES } from '../../event-store/index.js';
import type { TelemetryItem } from '../telemetry.js';
import type { Judged } from './event-judge.js';

const MAX_PART_BYTES = MAX_APPEND_BYTES * 0.9;
const ENVELOPE_BYTES = 1_000;

interface BatchPart {
  readonly items: TelemetryItem[];
  bytes: number;
}

/** One stored event per batch, or several if one would be too large for the store. */
export function split(fresh: readonly Judged[]): BatchPart[] {
  const parts: BatchPart[] = [];
  for (const { item, bytes } of fresh) {
    const last = parts.at(-1);
    if (last && last.bytes + bytes <= MAX_PART_BYTES) {
      last.items.push(item);
      last.bytes += bytes;
    } else parts.push({ items: [item], bytes: ENVELOPE_BYTES + bytes });
  }
  return parts;
}
