import {
  contentHash,
  type AgainstVerdict,
  type Experiment,
  type ExperimentEvent,
  isLive,
  type Outcome,
} from '../../libs/experiments/index.js';
import type { Actor } from '../../libs/event-sourcing/author.js';
import type { Quorum } from '../../libs/reviews/index.js';

/** The limits of the last sufficient vote, narrowed since: nothing live may be wider. */
interface Allowed {
  readonly trafficMax: number;
  /** Threshold or margin, by guardrail; lower is better throughout. */
  readonly limits: ReadonlyMap<string, number>;
  readonly enabled: ReadonlySet<string>;
  readonly frozen: boolean;
  readonly stopAt: string | null;
}

/** What a sequence saw beside the types of its events. */
export const SECOND_VOTE = 'a rollout against the verdict, by a vote';

/** A vote under way: its subject, its voters so far, and whether there are enough. */
interface Ballot {
  readonly voters: Set<string>;
  readonly opener: string | null;
  readonly hash: string | null;
  /** The changes that an amendment was opened with. */
  readonly changes: string;
  asked: number;
  carried: boolean;
}

/**
 * The promises of reviews, modelled independently of the aggregate: it counts votes from actors and actions, and limits
 * from the content voted on. `observe` checks every step and fails the test if the aggregate differs.
 */
export class ReviewModel {
  private ballot: Ballot | null = null;
  private amendment: Ballot | null = null;
  private allowed: Allowed | null = null;
  /** The kinds of steps that happened, so that a test can check that its sequences cover them. */
  readonly seen = new Set<string>();

  /** All owners so far, who are authors of the content. */
  private readonly owners: Set<string>;

  constructor(
    private readonly salt: string,
    private owner: string,
  ) {
    this.owners = new Set([owner]);
  }

  /** Observes one command's events, appended together, by an actor under a quorum. */
  observe(
    before: Experiment,
    events: readonly ExperimentEvent[],
    after: Experiment,
    actor: Actor,
    quorum: Quorum,
  ): void {
    if (events.length === 0) return;
    for (const event of events) {
      this.seen.add(event.type);
      this.take(event, before, actor, quorum);
    }
    this.checkVotes(after);
    this.checkHashes(before, after);
    const starts = events.some((event) => event.type === 'experiment_started');
    if (starts || after.status === 'approved') holds('the quorum on this content', this.ballot?.carried === true);
    if (isLive(after)) this.checkAllowed(after);
    holds('the same salt', after.salt === this.salt);
    const open = after.phases.filter((phase) => phase.to === null).length;
    holds('one open phase while live', open === (isLive(after) ? 1 : 0));
  }

  private take(event: ExperimentEvent, before: Experiment, actor: Actor, quorum: Quorum): void {
    switch (event.type) {
      case 'experiment_submitted':
        this.ballot = opened(contentHash(before), null, quorum);
        break;
      case 'experiment_approved':
        if (!event.data.byPolicy) vote(this.ballot, actor, quorum, this.owners);
        break;
      case 'experiment_changes_requested':
      case 'experiment_withdrawn':
      case 'experiment_rejected':
        this.ballot = null;
        break;
      case 'experiment_transferred':
        this.owner = event.data.owner.id;
        this.owners.add(this.owner);
        this.voidVotesOf(this.owner, before);
        break;
      case 'experiment_started':
        holds('a start of what was voted on', contentHash(before) === this.ballot?.hash);
        this.allowed = allowedBy(before);
        break;
      case 'experiment_amendment_opened':
        holds('one amendment at a time', this.amendment === null);
        this.amendment = opened(
          before.liveHash,
          actor.id,
          event.data.completion ? atLeastOne(quorum) : quorum,
          JSON.stringify(event.data.completion ?? event.data.changes),
        );
        break;
      case 'experiment_amendment_approved':
        holds('no vote on one’s own amendment', this.amendment?.opener !== actor.id);
        vote(this.amendment, actor, before.amendment?.completion ? atLeastOne(quorum) : quorum, new Set([this.owner]));
        break;
      case 'experiment_amendment_closed':
        this.amendment = null;
        break;
      case 'experiment_amended':
        holds('the quorum on the amendment', this.amendment?.carried === true);
        holds('an amendment of what is live', this.amendment?.hash === before.liveHash);
        holds('what was voted on', this.amendment?.changes === JSON.stringify(event.data.content));
        this.amendment = null;
        this.allowed = null;
        break;
      case 'experiment_completed':
        if (event.data.verdict !== undefined) this.checkAsked(event.data, before);
        this.amendment = null;
        break;
      default:
        break;
    }
  }

  /** Under a policy of a second vote nothing is rolled out against the verdict that another has not voted for. */
  private checkAsked({ kind, winner, verdict }: Outcome & AgainstVerdict, before: Experiment): void {
    this.seen.add(SECOND_VOTE);
    holds('the quorum on the completion', this.amendment?.carried === true);
    holds('a completion of what is live', this.amendment?.hash === before.liveHash);
    holds('the completion voted on', this.amendment?.changes === JSON.stringify({ kind, winner, verdict }));
  }

  private voidVotesOf(owner: string, before: Experiment): void {
    for (const ballot of [this.ballot, this.amendment]) ballot?.voters.delete(owner);
    const { ballot } = this;
    if (before.status === 'approved' && ballot && ballot.voters.size < ballot.asked) ballot.carried = false;
  }

  private checkVotes(after: Experiment): void {
    const votes = [...after.votes, ...(after.amendment?.votes ?? [])].map((each) => each.by.id);
    holds('no vote of the owner', !votes.includes(after.owner.id));
    holds('one vote a person', new Set(after.votes.map((each) => each.by.id)).size === after.votes.length);
    holds('the owner that it was given', this.owner === after.owner.id);
  }

  private checkHashes(before: Experiment, after: Experiment): void {
    const reviewed = after.status === 'in_review' || after.status === 'approved' || isLive(after);
    if (!reviewed) return;
    holds('the hash of its content', after.contentHash === contentHash(after));
    holds('the same variants', before.status === 'draft' || after.variants === before.variants);
  }

  /** Nothing is wider than what was voted on; what is narrower now may not widen again without a vote. */
  private checkAllowed(after: Experiment): void {
    const now = allowedBy(after);
    const { allowed } = this;
    holds('traffic within its maximum', Number(after.traffic) <= now.trafficMax);
    if (allowed) {
      holds('no greater maximum', now.trafficMax <= allowed.trafficMax);
      for (const [key, threshold] of allowed.limits) {
        holds('no looser guardrail', (now.limits.get(key) ?? Number.POSITIVE_INFINITY) <= threshold);
      }
      for (const arm of now.enabled) holds('no arm enabled again', allowed.enabled.has(arm));
      holds('no thaw', now.frozen || !allowed.frozen);
      holds('no other stop', now.stopAt === allowed.stopAt);
    }
    this.allowed = now;
  }
}

function opened(hash: string | null, opener: string | null, quorum: Quorum, changes = ''): Ballot {
  return { voters: new Set(), opener, hash, changes, asked: quorum.required, carried: quorum.required === 0 };
}

const atLeastOne = (quorum: Quorum): Quorum => ({ ...quorum, required: Math.max(1, quorum.required) });

function vote(ballot: Ballot | null, actor: Actor, quorum: Quorum, owners: ReadonlySet<string>): void {
  if (!ballot) throw new Error('a vote on nothing');
  holds('no vote of an owner', !owners.has(actor.id));
  holds('no second vote', !ballot.voters.has(actor.id));
  const mayVote = quorum.voters?.includes(actor.id) ?? (actor.role === 'approver' || actor.role === 'admin');
  holds('a vote of somebody who may', mayVote);
  ballot.voters.add(actor.id);
  ballot.asked = quorum.required;
  ballot.carried = ballot.voters.size >= quorum.required;
}

function allowedBy(experiment: Experiment): Allowed {
  const { trafficMax, guardrails, variants, disabledArms, frozenAt, schedule } = experiment;
  return {
    trafficMax: Number(trafficMax),
    limits: new Map(
      guardrails.map((each) => [each.key, Number(each.kind === 'threshold' ? each.threshold : each.margin)]),
    ),
    enabled: new Set(variants.map(({ key }) => key).filter((key) => !disabledArms.includes(key))),
    frozen: frozenAt !== null,
    stopAt: schedule?.stopAt ?? null,
  };
}

/** An assertion for thousands of calls per test: the framework's own are too slow for that. */
function holds(what: string, condition: boolean): void {
  if (!condition) throw new Error(`violated: ${what}`);
}
