import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AssayProblem } from '../../../../packages/client/src/index.js';
import { PARTS } from './changes.js';
import type { Content } from './content-of.js';
import { DraftStore, type DraftServer } from './draft-store.js';
import { emptyForm, type DraftForm, type Experiment, type Flag } from './form.js';
import { formOf } from './form-of.js';
import { withFlag } from './variants.js';

const variants = [
  { key: 'control', value: 'classic', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50', control: false },
];

const experiment = (change: Partial<Experiment> = {}): Experiment =>
  // The cast is safe: a draft reads nothing else of an experiment.
  ({
    ...{ id: 'e1', key: 'checkout', flag: 'checkout', name: 'Checkout', description: '', hypothesis: '', variants },
    ...{ exposure: 'explicit', traffic: '100', trafficMax: '100', bucketBy: null, conflictDomain: null, priority: 0 },
    ...{ targeting: null, attached: [], planned: null, dimensions: [], guardrails: [], schedule: null },
    ...{ status: 'draft', revision: 1, ...change },
  }) as unknown as Experiment;

/** A server that holds one experiment, and refuses what a test says. */
class Server implements DraftServer {
  held = experiment();
  readonly sent: Content[] = [];
  refusal: AssayProblem | null = null;

  async make(form: DraftForm, content: Content): Promise<Experiment> {
    this.sent.push(content);
    return (this.held = experiment({ key: form.key, flag: form.flag, name: content.name ?? '' }));
  }

  async change(held: Experiment, changes: Content): Promise<Experiment> {
    this.sent.push(changes);
    if (held.revision !== this.held.revision) throw new AssayProblem(412, 'stale', 'it changed');
    const blamed = this.refusal?.errors.every(({ pointer }) => (pointer.split('/')[1] ?? '') in changes);
    if (this.refusal && blamed) throw this.refusal;
    // The cast is safe: the fields have the same names.
    return (this.held = experiment({ ...this.held, ...(changes as Partial<Experiment>), revision: held.revision + 1 }));
  }

  async read(): Promise<Experiment> {
    return this.held;
  }
}

describe('a draft that is saved as one types', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const pause = () => jest.advanceTimersByTimeAsync(1_000);
  const opened = (server: Server) => new DraftStore(server, formOf(server.held, 'string'), server.held);

  it('sends one request with the fields that changed, once the typing pauses', async () => {
    const server = new Server();
    const store = opened(server);
    for (const hypothesis of ['F', 'Fe', 'Fewer steps']) store.change((form) => ({ ...form, hypothesis }));
    expect(store.isUnsaved()).toBe(true);
    await pause();
    expect(server.sent).toEqual([{ hypothesis: 'Fewer steps' }]);
    expect(store.isUnsaved()).toBe(false);

    store.change((form) => ({ ...form, traffic: '50' }));
    await pause();
    expect(server.sent).toEqual([{ hypothesis: 'Fewer steps' }, { traffic: '50' }]);
    expect(store.snapshot().saving).toBe('saved');
  });

  it('is made when the focus has left name, key and flag, not at a pause within one', async () => {
    const server = new Server();
    const store = new DraftStore(server, emptyForm(), null);
    // The cast is safe: a draft reads nothing else of a flag.
    const flag = {
      key: 'checkout',
      type: 'string',
      default: 'a',
      defaultVariant: null,
      variants: {},
    } as unknown as Flag;
    store.change((form) => withFlag({ ...form, name: 'One', key: 'one' }, flag));
    store.change((form) => ({ ...form, name: 'One page', key: 'one_page' }));
    await pause();
    expect(server.sent).toEqual([]);
    expect(store.snapshot().saving).toBe('unmade');
    store.settled();
    await pause();
    expect(server.sent).toHaveLength(1);
    expect(store.snapshot()).toMatchObject({ saving: 'saved', held: { key: 'one_page', name: 'One page' } });
  });

  it('shows what the server refuses, and saves the rest', async () => {
    const server = new Server();
    const store = opened(server);
    const fault = { pointer: '/traffic', code: 'out_of_range', detail: 'must be between 0 and 100' };
    server.refusal = new AssayProblem(400, 'invalid', 'wrong', { errors: [fault] });
    store.change((form) => ({ ...form, traffic: '120', name: 'Named' }));
    await pause();
    expect(store.snapshot()).toMatchObject({ saving: 'refused', faults: [fault], held: { name: 'Named' } });
    expect(store.isUnsaved()).toBe(true);

    store.change((form) => ({ ...form, traffic: '100' }));
    await pause();
    expect(store.snapshot()).toMatchObject({ saving: 'saved', faults: [] });
  });

  it('tries again by itself while the server does not answer', async () => {
    const server = new Server();
    const store = opened(server);
    const change = jest.spyOn(server, 'change').mockRejectedValueOnce(new AssayProblem(0, 'unreachable', 'gone'));
    store.change((form) => ({ ...form, name: 'Named' }));
    await pause();
    expect(store.snapshot()).toMatchObject({ saving: 'failed', message: 'gone' });
    await jest.advanceTimersByTimeAsync(5_000);
    expect(change).toHaveBeenCalledTimes(2);
    expect(store.snapshot()).toMatchObject({ saving: 'saved', held: { name: 'Named' } });
  });

  it('keeps both when two change different parts, and lets one choose', async () => {
    const server = new Server();
    const store = opened(server);
    server.held = experiment({ name: 'Theirs', traffic: '30', revision: 2 });
    store.change((form) => ({ ...form, traffic: '70', hypothesis: 'Mine' }));
    await pause();
    expect(store.snapshot()).toMatchObject({ saving: 'conflict', theirs: { name: 'Theirs' } });
    store.merge(PARTS.filter(({ name }) => name === 'Name'));
    await pause();
    expect(server.held).toMatchObject({ name: 'Theirs', traffic: '70', hypothesis: 'Mine', revision: 3 });
    expect(store.snapshot()).toMatchObject({ saving: 'saved', form: { name: 'Theirs', traffic: '70' } });
  });

  it("takes over another's change where nothing of one's own is unsaved", () => {
    const store = opened(new Server());
    store.seen(experiment({ name: 'Theirs', revision: 2 }));
    expect(store.snapshot()).toMatchObject({ saving: 'saved', form: { name: 'Theirs' } });
    store.seen(experiment({ name: 'Older', revision: 1 }));
    expect(store.snapshot().form.name).toBe('Theirs');
  });
});
