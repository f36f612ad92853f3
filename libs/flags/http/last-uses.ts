import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { wrong } from '../../platform/http/query.js';
import type { Condition } from '../../projections/index.js';
import { FlagUses } from '../flag-uses.js';
import { FlagUseTable } from '../read-model/index.js';

const DAY_MS = 86_400_000;
const DAYS = /^([1-9]\d{0,3})d?$/;

/** When flags were last asked for: what all processes have written, and what this one is about to. */
@Injectable()
export class LastUses {
  constructor(
    private readonly uses: FlagUses,
    private readonly table: FlagUseTable,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param instant the last use up to then, in epoch milliseconds; of a flag that was used since, none is known
   * @returns the begin of the hour of a flag's last use; null if none is known
   */
  async of(
    environment: string,
    flags: readonly string[],
    instant = Number.POSITIVE_INFINITY,
  ): Promise<(flag: string) => string | null> {
    const written = await this.table.of(environment, flags);
    const unwritten = this.uses.unwrittenIn(environment);
    return (flag) => {
      const at = Math.max(written.get(flag) ?? 0, unwritten.get(flag) ?? 0);
      return at === 0 || at > instant ? null : new Date(at).toISOString();
    };
  }

  /** `?stale=30d`: not asked for in so many days, and not younger. @throws Problem 400 */
  async staleFor(days: string | undefined, environment: string): Promise<Condition[]> {
    if (days === undefined) return [];
    const [, count] = DAYS.exec(days) ?? [];
    if (count === undefined) throw wrong('stale', 'invalid_value', 'stale is a number of days from 1 to 9999: 30d');
    const since = new Date(this.clock.now().getTime() - Number(count) * DAY_MS);
    return [await this.table.unusedSince(environment, since, [...this.uses.unwrittenIn(environment).keys()])];
  }
}
