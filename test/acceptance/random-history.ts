import { expectStatus, type Answer } from '../support/client.js';
import type { Random } from '../support/random.js';
import type { World } from '../support/world.js';

export const FLAGS = ['red', 'green', 'blue'] as const;
export const GROUPS = ['listed', 'matching'] as const;
export const SUBJECTS = ['ada', 'grace', 'alan', 'edsger'] as const;
const VARIANTS = { one: '1', two: '2', three: '3' };
const COUNTRIES = ['DE', 'NL'] as const;
const DOMAIN = 'page';

/** What is decided for. */
export const attributesOf = (subject: string): Readonly<Record<string, string>> => ({
  country: subject.length > 4 ? 'NL' : 'DE',
});

/** Random commands on a few things, of which some are refused. */
export class RandomHistory {
  private readonly experiments: string[] = [];
  private readonly overrides: string[] = [];
  private holdouts = 0;
  /** The instants at which something changes by the clock alone, in epoch milliseconds. */
  readonly clockwork: number[] = [];

  constructor(
    private readonly world: World,
    private readonly random: Random,
  ) {}

  async begin(): Promise<void> {
    const { owner, admin } = this.world;
    for (const key of FLAGS)
      await owner.post('/v1/flags', { key, type: 'string', variants: VARIANTS, defaultVariant: 'one' });
    await owner.post('/v1/groups', { key: 'listed', subjects: ['ada'] });
    await owner.post('/v1/groups', { key: 'matching', when: { country: 'DE' } });
    await admin.post('/v1/conflict-domains', { key: DOMAIN });
  }

  /** Gives one command. @throws Error if it is answered with 5xx */
  async step(): Promise<void> {
    const steps = [
      ...Array.from({ length: 4 }, () => this.changeFlag),
      ...Array.from({ length: 2 }, () => this.changeGroup),
      ...Array.from({ length: 3 }, () => this.changeOverride),
      ...Array.from({ length: 9 }, () => this.changeExperiment),
      this.changeSettings,
    ];
    const { status, text } = await this.one(steps).call(this);
    if (status >= 500) throw new Error(`${status} ${text}`);
  }

  private one<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.random.next() * choices.length)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  }

  private changeFlag(): Promise<Answer> {
    const { owner } = this.world;
    const path = `/v1/flags/${this.one(FLAGS)}`;
    const condition = () => this.one([{ country: this.one(COUNTRIES) }, { subjectId: { $inGroup: this.one(GROUPS) } }]);
    const serve = () => this.one(['two', 'three', { split: { one: '50', two: '50' } }]);
    return this.one([
      () => owner.post(`${path}/${this.one(['enable', 'enable', 'disable'])}`),
      () => owner.patch(path, { defaultVariant: this.one(Object.keys(VARIANTS)) }),
      () => owner.patch(path, { description: `described ${this.random.next()}` }),
      () => owner.put(`${path}/rules`, this.random.chance(0.2) ? [] : [{ when: condition(), serve: serve() }]),
      () => owner.put(`/v1/flags/blue/requires`, this.one([[], [{ flag: 'red', variant: 'one' }]])),
    ])();
  }

  private changeGroup(): Promise<Answer> {
    const { owner } = this.world;
    const subjects = SUBJECTS.filter(() => this.random.chance(0.5));
    return this.one([
      () => owner.patch('/v1/groups/listed', { add: subjects }),
      () => owner.patch('/v1/groups/listed', { remove: subjects }),
      () => owner.put('/v1/groups/matching', { when: { country: this.one(COUNTRIES) } }),
    ])();
  }

  private async changeOverride(): Promise<Answer> {
    const { owner } = this.world;
    const ended = this.random.chance(0.4) ? this.overrides.pop() : undefined;
    if (ended !== undefined) return owner.delete(`/v1/overrides/${ended}`);
    const expiresAt = Date.now() + 50 + Math.floor(this.random.next() * 1_500);
    const whom = this.one<object>([{ subject: this.one(SUBJECTS) }, { group: this.one(GROUPS) }]);
    const what = { flag: this.one(FLAGS), variant: this.one(Object.keys(VARIANTS)) };
    const answer = await owner.post('/v1/overrides', {
      ...whom,
      ...what,
      expiresAt: new Date(expiresAt).toISOString(),
    });
    if (answer.status === 201) this.overrides.push(String(answer.body.id));
    this.clockwork.push(expiresAt);
    return answer;
  }

  /** Most steps lead an experiment on to its start; it is changed, and ends. */
  private async changeExperiment(): Promise<Answer> {
    const { owner } = this.world;
    if (this.experiments.length < 2 || this.random.chance(0.12)) return this.draft();
    const id = this.one(this.experiments.slice(-4));
    const path = `/v1/experiments/${id}`;
    const { status } = (await owner.get(path)).body as { readonly status?: string };
    const outcome = this.one([{ outcome: 'rollout', winner: 'treatment' }, { outcome: 'rollback' }]);
    const complete = () => owner.post(`${path}/complete`, { ...outcome, comment: 'enough' });
    switch (status) {
      case 'draft':
        return this.one([
          ...Array.from({ length: 4 }, () => () => owner.post(`${path}/submit`)),
          () => owner.patch(path, { name: `named ${this.random.next()}` }),
          () => owner.delete(path),
        ])();
      case 'in_review':
        return this.world.approver.post(`${path}/approve`);
      case 'approved':
        return owner.post(`${path}/start`);
      case 'paused':
        return this.one([() => owner.post(`${path}/resume`), complete])();
      case 'running':
        return this.one([
          () => owner.post(`${path}/pause`),
          () => owner.post(`${path}/traffic`, { traffic: this.one(['20', '30', '40']), confirm: true }),
          () => owner.post(`${path}/disable-arm`, { variant: 'treatment' }),
          complete,
        ])();
      default:
        return owner.post(`${path}/archive`);
    }
  }

  /** Deletes what was drafted last. */
  readonly deleteLast = async (): Promise<void> => {
    await expectStatus(200, this.world.owner.delete(`/v1/experiments/${this.experiments.at(-1)}`));
  };

  readonly draft = async (): Promise<Answer> => {
    const number = this.experiments.length;
    const answer = await this.world.owner.post('/v1/experiments', {
      ...{ key: `exp_${number}`, name: `Experiment ${number}`, flag: FLAGS[number % FLAGS.length], traffic: '80' },
      variants: [
        { key: 'control', value: '1', weight: '50', control: true },
        { key: 'treatment', value: `new ${number}`, weight: '50' },
      ],
      ...(this.random.chance(0.5) && { conflictDomain: DOMAIN, traffic: '40' }),
      ...(this.random.chance(0.3) && { targeting: { subjectId: { $inGroup: 'listed' } } }),
    });
    this.experiments.push(String(answer.body.id));
    return answer;
  };

  private changeSettings(): Promise<Answer> {
    const { admin } = this.world;
    const key = `holdout_${this.holdouts}`;
    if (this.holdouts > 0 && this.random.chance(0.3))
      return admin.post(`/v1/holdouts/holdout_${this.holdouts - 1}/end`);
    if (this.random.chance(0.4)) return admin.put('/v1/participation-limit', { limit: this.one([null, 1, 2]) });
    this.holdouts += 1;
    const startAt = Date.now() + Math.floor(this.random.next() * 300);
    this.clockwork.push(startAt);
    return admin.post('/v1/holdouts', { key, share: '10', startAt: new Date(startAt).toISOString() });
  }
}
