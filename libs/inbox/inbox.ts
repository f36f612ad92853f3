import type { Actor } from '../event-sourcing/author.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { awaitsVoteOf, type Experiment, type ExperimentVerdict } from '../experiments/index.js';
import { quorumOf, type RecentVerdicts } from '../experiments/module.js';
import type { Clock } from '../platform/clock.js';
import type { Quorum } from '../reviews/index.js';
import {
  AMENDED,
  IN_REVIEW,
  liveOf,
  unsummarizedOf,
  type Found,
  type InboxRows,
  type OwnTrigger,
} from './read-model/inbox-rows.js';

/** The most that each list shows. */
const MOST_SHOWN = 50;
/** Reviews and amendments are looked through for those that the caller may vote on: the newest so many. */
const MOST_LOOKED_AT = 500;
/** A verdict is read from all counts of an experiment, so only so many are asked for. */
const MOST_JUDGED = 20;
const TRIGGER_DAYS = 7;
const DAY_MS = 86_400_000;

/** An experiment to vote on, and the votes that it needs. */
export interface ToVoteOn {
  readonly experiment: Experiment;
  readonly required: number;
}

/** A live experiment whose verdict is no longer to keep it running. */
export interface Due {
  readonly experiment: Experiment;
  readonly verdict: ExperimentVerdict;
}

/** What needs a user now, in one environment. */
export interface InboxContent {
  readonly reviews: Found<ToVoteOn>;
  readonly amendments: Found<ToVoteOn>;
  readonly triggers: Found<OwnTrigger>;
  /** `unjudged`: own live experiments whose verdict was not asked for or could not be had. */
  readonly decisions: Found<Due> & { readonly judged: number; readonly unjudged: number };
  readonly learnings: Found<Experiment>;
}

const NOTHING = { items: [], total: 0 };
const NOBODYS: InboxContent = {
  ...{ reviews: NOTHING, amendments: NOTHING, triggers: NOTHING, learnings: NOTHING },
  decisions: { ...NOTHING, judged: 0, unjudged: 0 },
};

/** What needs a user now. */
export class Inbox {
  constructor(
    private readonly runner: CommandRunner,
    private readonly verdicts: RecentVerdicts,
    private readonly clock: Clock,
  ) {}

  /** @param actor with the role that it has in the environment; nothing needs a key */
  async of(actor: Actor, environment: string, rows: InboxRows): Promise<InboxContent> {
    if (actor.kind !== 'user') return NOBODYS;
    const quorums = new Quorums(this.runner, environment);
    const since = new Date(this.clock.now().getTime() - TRIGGER_DAYS * DAY_MS).toISOString();
    const inReview = await rows.experimentsIn(environment, IN_REVIEW, MOST_LOOKED_AT);
    const amended = await rows.experimentsIn(environment, AMENDED, MOST_LOOKED_AT);
    return {
      reviews: await toVoteOn(inReview.items, actor, quorums),
      amendments: await toVoteOn(amended.items, actor, quorums),
      triggers: await rows.triggersOf(environment, actor.id, since, MOST_SHOWN),
      decisions: await this.decisionsOf(await rows.experimentsIn(environment, liveOf(actor.id), MOST_JUDGED)),
      learnings: await rows.experimentsIn(environment, unsummarizedOf(actor.id), MOST_SHOWN),
    };
  }

  private async decisionsOf({ items: live, total }: Found<Experiment>): Promise<InboxContent['decisions']> {
    const verdicts = await this.verdicts.of(live, MOST_JUDGED);
    const items = live.flatMap((experiment): Due[] => {
      const verdict = verdicts.get(experiment.id);
      return verdict && verdict.kind !== 'keep_running' ? [{ experiment, verdict }] : [];
    });
    return { items, total: items.length, judged: verdicts.size, unjudged: total - verdicts.size };
  }
}

/** The quorums of owners in an environment, each read once. */
class Quorums {
  private readonly known = new Map<string, Promise<Quorum>>();

  constructor(
    private readonly runner: CommandRunner,
    private readonly environment: string,
  ) {}

  of(owner: string): Promise<Quorum> {
    const found = this.known.get(owner) ?? quorumOf(this.runner, owner, this.environment);
    this.known.set(owner, found);
    return found;
  }
}

async function toVoteOn(experiments: readonly Experiment[], actor: Actor, quorums: Quorums): Promise<Found<ToVoteOn>> {
  // A viewer votes on nothing, so nobody's quorum is read.
  if (actor.role === null || actor.role === 'viewer') return NOTHING;
  const found: ToVoteOn[] = [];
  for (const experiment of experiments) {
    const quorum = await quorums.of(experiment.owner.id);
    if (awaitsVoteOf(experiment, actor, quorum)) found.push({ experiment, required: quorum.required });
  }
  return { items: found.slice(0, MOST_SHOWN), total: found.length };
}
