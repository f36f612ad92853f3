import { hasReached, type NewEvent, type Position } from '../../event-store/index.js';
import type { Author } from '../../event-sourcing/author.js';
import { newId } from '../../platform/ids.js';
import { unavailable } from '../../platform/problem.js';
import { asJson } from '../../event-sourcing/recorded-event.js';
import type { ProjectedLinks } from '../read-model/telemetry-ids.js';
import { SUBJECT_LINKED, telemetryCodec } from '../telemetry.js';
import type { Reception } from '../batch-event.js';
import type { SubjectPair } from './parse-event.js';
import type { TelemetryLog } from './telemetry-log.js';

/** True if two digests stand for one subject. */
export type Linked = (one: string, other: string) => boolean;

interface RecentLink {
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly position: Position;
}

const MAX_RECENT = 100_000;
const LINK_BYTES = 1_000;

/** Links between subjects: those in the projection's table, and those appended since. */
export class SubjectLinks {
  private recent: RecentLink[] = [];

  constructor(
    private readonly projected: ProjectedLinks,
    private readonly log: TelemetryLog,
  ) {}

  /** Merges two subjects, durably. The first link of a `from` counts. @throws Problem 503 */
  async link(from: string, to: string, by: Author, reception: Reception): Promise<Position> {
    if (this.recent.length >= MAX_RECENT) {
      throw unavailable('overloaded', 'the projection is far behind; send the same link again later');
    }
    const { environment, receivedAt } = reception;
    const id = newId();
    const at = new Date(receivedAt).toISOString();
    const metadata = { by, at, environment, commandId: id, correlationId: id, causationId: id };
    const data = { receivedAt, from, to };
    const event: NewEvent = { id, ...telemetryCodec.encode(SUBJECT_LINKED, data, asJson(metadata)) };
    const position = await this.log.append(environment, [event], LINK_BYTES);
    this.recent.push({ environment, from, to, position });
    return position;
  }

  /** Adds a link that another process, or an earlier run of this one, appended. */
  remember(link: RecentLink): void {
    this.recent.push(link);
  }

  /** Forgets the links that are in the projection's table by now. */
  forgetUpTo(projected: Position): void {
    if (this.recent.length === 0) return;
    this.recent = this.recent.filter(({ position }) => !hasReached(projected, position));
  }

  /** A test that is valid for these pairs only. */
  async linkedAmong(environment: string, pairs: readonly SubjectPair[]): Promise<Linked> {
    const recent = this.recent.filter((link) => link.environment === environment);
    const subjects = new Set([...pairs.flat(), ...recent.flatMap(({ from, to }) => [from, to])]);
    const projected = await this.projected.find(environment, [...subjects]);
    const joined = new Map<string, string>();
    const rootOf = (subject: string): string => {
      let root = projected.get(subject)?.root ?? subject;
      for (let next = joined.get(root); next !== undefined; next = joined.get(root)) root = next;
      return root;
    };
    const linkedNow = new Set<string>();
    for (const { from, to } of recent) {
      if (projected.get(from)?.linked || linkedNow.has(from)) continue;
      linkedNow.add(from);
      if (rootOf(from) !== rootOf(to)) joined.set(rootOf(from), rootOf(to));
    }
    return (one, other) => rootOf(one) === rootOf(other);
  }
}
