import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createSubjectDigest, keyProofsOf, parseDecisionKeys } from '../../libs/decision-ids/index.js';
import { type FlagSnapshot, type SnapshotDocument } from '../../libs/evaluation/index.js';
import { noSettings } from './decisions.js';

export const DECISION_KEYS = 'k1:test-decision-secret-0123456789';
export const SUBJECT_KEY = 'test-subject-key-0123456789';
export const API_KEY = 'assay_test';

/** The double's reaction to a request: it answers as Assay does, with this status, or never. */
export type Mood = 'well' | 'silent' | number;

/** A telemetry event that the double received. */
export interface ReceivedEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly decisionId?: string;
  readonly subjectId: string;
  readonly timestamp: string;
  readonly properties?: object;
}

/** A double of Assay that misbehaves on demand: it serves snapshots and their stream, and takes telemetry. */
export class AssayDouble {
  readonly moods: Record<'snapshot' | 'stream' | 'events', Mood> = { snapshot: 'well', stream: 'well', events: 'well' };
  readonly asked = { snapshot: 0, unchanged: 0, stream: 0, events: 0 };
  readonly batches: ReceivedEvent[][] = [];
  /** Keys of flags that were reported as evaluated. */
  readonly evaluated: string[] = [];
  document: SnapshotDocument;
  /** The position that streams tell clients to wait for; undefined: none. */
  position: string | undefined;
  /** The answer of a lagging replica to a client that does not wait for that position; undefined: no replica lags. */
  older: SnapshotDocument | undefined;
  private readonly streams = new Set<ServerResponse>();
  private server: Server | undefined;
  private port = 0;

  constructor(flags: readonly FlagSnapshot[]) {
    const keys = keyProofsOf(parseDecisionKeys(DECISION_KEYS), createSubjectDigest(SUBJECT_KEY));
    const snapshot = { ...noSettings, flags };
    this.document = { format: 1, environment: 'production', version: '1', keys, snapshot };
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get events(): ReceivedEvent[] {
    return this.batches.flat();
  }

  get listeners(): number {
    return this.streams.size;
  }

  /** Starts on the same port as before. */
  async start(): Promise<this> {
    const server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  /** Ends it as a crash would. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.streams.clear();
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  /** Makes a new version and tells the streams. */
  change(flags: readonly FlagSnapshot[], changes: Partial<SnapshotDocument> = {}): void {
    const version = String(Number(this.document.version) + 1);
    this.document = { ...this.document, version, ...changes, snapshot: { ...this.document.snapshot, flags } };
    for (const stream of this.streams) stream.write(this.versionEvent());
  }

  breakStreams(): void {
    for (const stream of this.streams) stream.destroy();
    this.streams.clear();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.headers.authorization !== `Bearer ${API_KEY}`) return void response.writeHead(401).end('{}');
    const kind =
      request.url === '/v1/snapshot/stream' ? 'stream' : request.url === '/v1/events' ? 'events' : 'snapshot';
    this.asked[kind] += 1;
    const mood = this.moods[kind];
    if (mood === 'silent') return;
    if (mood !== 'well') return void response.writeHead(mood, { 'retry-after': '0' }).end('{"code":"double"}');
    if (kind === 'snapshot') this.sendSnapshot(request, response);
    else if (kind === 'stream') this.openStream(response);
    else {
      const flags = request.headers['assay-evaluated-flags'];
      if (flags !== undefined) this.evaluated.push(...String(flags).split(','));
      this.record(Buffer.concat(chunks).toString(), response);
    }
  }

  private sendSnapshot(request: IncomingMessage, response: ServerResponse): void {
    const asksForIt = request.headers['assay-min-position'] === this.position;
    const text = JSON.stringify(asksForIt ? this.document : (this.older ?? this.document));
    const etag = `W/"${hash('sha256', text, 'hex')}"`;
    if (request.headers['if-none-match'] === etag) {
      this.asked.unchanged += 1;
      return void response.writeHead(304, { etag }).end();
    }
    response.writeHead(200, { etag, 'content-encoding': 'gzip' }).end(gzipSync(text));
  }

  private openStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`retry: 1000\n\n${this.versionEvent()}`);
    this.streams.add(response);
  }

  private record(body: string, response: ServerResponse): void {
    const { events } = JSON.parse(body) as { readonly events: ReceivedEvent[] };
    const known = new Set(this.events.map(({ eventId }) => eventId));
    if (events.length > 0) this.batches.push(events);
    const results = events.map(({ eventId, eventType }) => {
      if (eventType === 'unknown') return { eventId, status: 'rejected', code: 'unknown_event_type', message: 'none' };
      return { eventId, status: known.has(eventId) ? 'duplicate' : 'accepted' };
    });
    const count = (status: string): number => results.filter((result) => result.status === status).length;
    const counts = { accepted: count('accepted'), duplicates: count('duplicate'), rejected: count('rejected') };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...counts, results }));
  }

  private versionEvent(): string {
    return `data: ${JSON.stringify({ version: this.document.version, position: this.position })}\n\n`;
  }
}
