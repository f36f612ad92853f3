import { problemFrom } from '../server/client.js';
import { changesOf, savedContentOf, withParts, type Part } from './changes.js';
import { contentOf, type Content, type Fault } from './content-of.js';
import { formOf } from './form-of.js';
import type { DraftForm, Experiment } from './form.js';

/** The routes that a draft is saved by. All throw an `AssayProblem`. */
export interface DraftServer {
  readonly make: (form: DraftForm, content: Content) => Promise<Experiment>;
  /** @throws AssayProblem 412 if the experiment has another revision */
  readonly change: (held: Experiment, changes: Content) => Promise<Experiment>;
  readonly read: (id: string) => Promise<Experiment>;
}

/**
 * `unmade`: nothing was sent yet, because something is missing. `waiting`: soon to be sent. `refused`: the server or the
 * form finds fault. `failed`: the server did not answer; it is tried again. `conflict`: somebody else changed it.
 */
export type Saving = 'unmade' | 'waiting' | 'saving' | 'saved' | 'refused' | 'failed' | 'conflict';

export interface DraftState {
  readonly form: DraftForm;
  /** As the server last answered; null: not made yet. */
  readonly held: Experiment | null;
  /** What the form said when it was saved last. */
  readonly saved: Content;
  readonly saving: Saving;
  readonly savedAt: number | null;
  readonly faults: readonly Fault[];
  /** Why nothing was saved, where no field is to blame. */
  readonly message: string | null;
  /** What somebody else made of it; null: nothing. */
  readonly theirs: Experiment | null;
  readonly touched: boolean;
}

const PACE_MS = 600;
const RETRY_MS = 5_000;
const ESSENTIAL = ['name', 'key', 'flag'] as const;

/** Saves a draft as it is typed: one request at a time, each with the fields that changed. */
export class DraftStore {
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private state: DraftState;

  constructor(
    private readonly server: DraftServer,
    form: DraftForm,
    held: Experiment | null,
    private readonly now: () => number = Date.now,
  ) {
    this.state = {
      ...{ form, held, faults: [], message: null, theirs: null, touched: false, savedAt: null },
      saved: held === null ? {} : savedContentOf(held, form.type),
      saving: held === null ? 'unmade' : 'saved',
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): DraftState => this.state;

  /** True while something typed is not on the server. */
  isUnsaved(): boolean {
    const { saving, touched } = this.state;
    return touched && saving !== 'saved';
  }

  readonly change = (next: (form: DraftForm) => DraftForm): void => {
    const { form: before, held, saving } = this.state;
    const form = next(before);
    if (form === before) return;
    const stays = saving === 'conflict' || saving === 'saving';
    this.set({ form, touched: true, saving: stays ? saving : held === null ? 'unmade' : 'waiting' });
    // Key and flag of a draft stay for ever: it is made when the focus has left them, not at a pause within a word.
    if (held !== null || !ESSENTIAL.some((name) => form[name] !== before[name])) this.saveIn(PACE_MS);
  };

  /** The focus has left name, key and flag. */
  readonly settled = (): void => {
    if (this.state.held === null && this.state.touched) this.saveIn(PACE_MS);
  };

  /** Saves what waits at once. */
  readonly save = (): Promise<void> => this.run();

  /** What the page's stream or another read says of the experiment. */
  readonly seen = (experiment: Experiment): void => {
    const { held, form, saving } = this.state;
    if (held === null || this.running || experiment.id !== held.id || experiment.revision <= held.revision) return;
    if (saving === 'saved') this.set(this.asIn(experiment, formOf(experiment, form.type)));
    else this.set({ theirs: experiment, saving: 'conflict' });
  };

  /** Ends a conflict: takes these parts of the others' version and keeps one's own of all others. */
  readonly merge = (taken: readonly Part[]): void => {
    const { theirs, form } = this.state;
    if (theirs === null) return;
    const merged = withParts(form, formOf(theirs, form.type), taken);
    this.set({ ...this.asIn(theirs, merged), saving: 'waiting', touched: true });
    this.saveIn(0);
  };

  stop(): void {
    clearTimeout(this.timer);
  }

  private asIn(experiment: Experiment, form: DraftForm): Partial<DraftState> {
    const saved = savedContentOf(experiment, form.type);
    return { held: experiment, form, saved, saving: 'saved', theirs: null, faults: [], message: null };
  }

  private saveIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), ms);
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    if (this.running || this.state.saving === 'conflict') return;
    this.running = true;
    const { form } = this.state;
    try {
      await this.send(form);
    } finally {
      this.running = false;
    }
    if (this.state.form !== form) this.saveIn(PACE_MS);
  }

  /** Sends the changes. A field that the server refuses does not keep the others from being saved. */
  private async send(form: DraftForm): Promise<void> {
    const { content, faults } = contentOf(form);
    const refused: Fault[] = [...faults];
    for (;;) {
      const { held, saved } = this.state;
      const blamed = new Set(refused.map(({ pointer }) => pointer.split('/')[1]));
      const changes = changesOf(content, saved);
      const rest = Object.fromEntries(Object.entries(changes).filter(([field]) => !blamed.has(field)));
      if (held === null && !canBeMade(form, content))
        return this.set({ saving: 'unmade', faults: shownBefore(refused), message: null });
      if (held !== null && Object.keys(rest).length === 0) return this.settle(refused);
      if (held === null && refused.length > faults.length) return this.settle(refused);
      this.set({ saving: 'saving' });
      try {
        const answer = held === null ? await this.server.make(form, content) : await this.server.change(held, rest);
        this.set({ held: answer, saved: { ...saved, ...(held === null ? content : rest) }, savedAt: this.now() });
      } catch (error) {
        const problem = problemFrom(error);
        if (problem.status === 412 && held !== null) return this.meetOther(held.id);
        if (problem.passing) {
          this.set({ saving: 'failed', message: problem.message });
          return this.saveIn(RETRY_MS);
        }
        const found = problem.code === 'key_taken' ? [{ pointer: '/key', detail: problem.message }] : problem.errors;
        if (found.length === 0) return this.set({ saving: 'refused', faults: refused, message: problem.message });
        // A fault of a field that was not sent would be asked about for ever.
        const news = found.filter(({ pointer }) => !blamed.has(pointer.split('/')[1]));
        refused.push(...news);
        if (news.length === 0) return this.settle([...refused, ...found]);
      }
    }
  }

  private settle(faults: readonly Fault[]): void {
    this.set({ saving: faults.length === 0 ? 'saved' : 'refused', faults, message: null });
  }

  private async meetOther(id: string): Promise<void> {
    try {
      this.set({ theirs: await this.server.read(id), saving: 'conflict' });
    } catch (error) {
      this.set({ saving: 'failed', message: problemFrom(error).message });
      this.saveIn(RETRY_MS);
    }
  }

  private set(change: Partial<DraftState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

/** What a draft needs before the server takes it. */
const canBeMade = ({ key, flag }: DraftForm, { name, variants }: Content): boolean =>
  key.trim() !== '' && flag !== '' && name !== undefined && variants !== undefined;

/** Before a draft is made, a field that is empty is no fault: nobody came to it yet. */
const shownBefore = (faults: readonly Fault[]): readonly Fault[] => faults.filter(({ pointer }) => pointer !== '/name');
