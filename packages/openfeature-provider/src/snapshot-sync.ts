import type { SnapshotDocument } from '../../../libs/evaluation/index.js';
import type { AssayApi } from './assay-api.js';
import { backoffMs, pause } from './backoff.js';

/** Receives the state of the snapshot. */
export interface SnapshotListener {
  /** A newer snapshot was fetched. @throws Error if it cannot be used: it is fetched again */
  loaded(document: SnapshotDocument): void;
  /** The loaded snapshot is the server's latest, as far as is known. */
  confirmed(): void;
  /** The server cannot be reached, or its snapshot cannot be used. */
  lost(error: unknown): void;
}

/** The longest pause between attempts at an unreachable server. */
const LONGEST_AWAY_MS = 4_000;

/**
 * Keeps a snapshot current. It fetches the snapshot when the stream of changes names another version, and polls while
 * there is no stream.
 */
export class SnapshotSync {
  private readonly stopping = new AbortController();
  private held: { readonly etag: string; readonly version: string } | undefined;
  private following: Promise<void> = Promise.resolve();

  constructor(
    private readonly api: AssayApi,
    private readonly listener: SnapshotListener,
    private readonly pollIntervalMs: number,
  ) {}

  start(): void {
    this.following = this.follow();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      const fetched = await this.refresh();
      const heard = fetched && (await this.listen());
      failures = heard ? 0 : failures + 1;
      const most = fetched ? this.pollIntervalMs : Math.min(this.pollIntervalMs, LONGEST_AWAY_MS);
      await pause(backoffMs(failures, most), signal);
    }
  }

  /** Follows the stream until it ends. @returns true if a message came */
  private async listen(): Promise<boolean> {
    let heard = false;
    const { signal } = this.stopping;
    await this.api
      .changes(async ({ version, position }) => {
        // Fetches once per stream: another replica can reach the same version by different steps.
        const ask = !heard || version !== this.held?.version;
        heard = true;
        if (ask && !(await this.refresh(position))) throw new Error('the snapshot cannot be had');
      }, signal)
      .catch(() => undefined);
    return heard;
  }

  /** @returns false if the server cannot be reached, or its snapshot cannot be used */
  private async refresh(position?: string): Promise<boolean> {
    const { signal } = this.stopping;
    try {
      const snapshot = await this.api.snapshot({ etag: this.held?.etag, position }, signal);
      if (signal.aborted) return false;
      if (snapshot) {
        this.listener.loaded(snapshot.document);
        this.held = { etag: snapshot.etag, version: snapshot.document.version };
      }
      this.listener.confirmed();
      return true;
    } catch (error) {
      if (!signal.aborted) this.listener.lost(error);
      return false;
    }
  }
}
