import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { EventStreams, type StreamGrant } from './event-streams.js';

/** The answer to a reader that takes what it is sent, or nothing. */
class Reader {
  text = '';
  state: 'open' | 'ended' | 'cut' = 'open';
  writableLength = 0;
  private closed: () => void = () => undefined;

  constructor(private readonly takes = true) {}

  /** All that streams use of a reply. */
  get reply(): FastifyReply {
    return { hijack: () => undefined, request: { method: 'GET' }, raw: this } as unknown as FastifyReply;
  }

  writeHead(): void {}

  on(_: 'close', heard: () => void): void {
    this.closed = heard;
  }

  write(text: string): void {
    this.text += text;
    if (!this.takes) this.writableLength += text.length;
  }

  end(): void {
    this.state = 'ended';
    this.closed();
  }

  destroy(): void {
    this.state = 'cut';
    this.closed();
  }
}

const LIMITS = { all: 3, perCredential: 2, unsentBytes: 100 };
const BEAT_MS = 15_000;

describe('streams of server-sent events', () => {
  let now: number;
  let access: { readonly revoked: Set<string>; readonly ends: Map<string, number>; readonly signedOut: Set<string> };
  let streams: EventStreams<string>;

  beforeEach(() => {
    jest.useFakeTimers();
    now = 0;
    access = { revoked: new Set(), ends: new Map(), signedOut: new Set() };
    const stillOpen = (sessions: readonly string[]): Promise<ReadonlySet<string>> =>
      Promise.resolve(new Set(sessions.filter((session) => !access.signedOut.has(session))));
    streams = new EventStreams(LIMITS, { stillOpen }, { now: () => new Date(now) }, () => 0.5);
    streams.start();
  });

  afterEach(() => {
    streams.close();
    jest.useRealTimers();
  });

  function open(grant: Partial<StreamGrant> = {}, reader = new Reader(), first = ''): Reader {
    const { credential = 'k1' } = grant;
    const isGood = (): boolean => !access.revoked.has(credential);
    const endsAt = (): number => access.ends.get(credential) ?? Infinity;
    streams.open(reader.reply, 'here', { credential, session: null, isGood, endsAt, ...grant }, { first });
    return reader;
  }

  it('begin with a time to wait that is somewhat by chance, and with what is current', () => {
    expect(open({}, new Reader(), 'data: now\n\n').text).toBe('retry: 1250\n\ndata: now\n\n');
  });

  it('are so many at most for one key, and so many for all', () => {
    open();
    open();
    expect(() => open()).toThrow(expect.objectContaining({ status: 429, code: 'too_many_streams' }));
    open({ credential: 'k2' });
    expect(() => open({ credential: 'k3' })).toThrow(
      expect.objectContaining({ status: 503, code: 'too_many_listeners' }),
    );
  });

  it('make room for others when they are over', () => {
    const [first] = [open(), open()];
    first.destroy();
    expect(streams.size).toBe(1);
    open();
    expect(() => open()).toThrow(expect.objectContaining({ status: 429 }));
  });

  it('end with their key, and leave those of other keys alone', async () => {
    const [ending, staying] = [open(), open({ credential: 'k2' })];
    access.revoked.add('k1');
    await jest.advanceTimersByTimeAsync(1_000);
    expect([ending.state, staying.state, streams.size]).toEqual(['ended', 'open', 1]);
  });

  it('end when their key expires', async () => {
    access.ends.set('k1', 2_000);
    const [ending, staying] = [open(), open({ credential: 'k2' })];
    now = 2_000;
    await jest.advanceTimersByTimeAsync(1_000);
    expect([ending.state, staying.state]).toEqual(['ended', 'open']);
  });

  it('end at the end of the session that opened them', async () => {
    const stream = open({ endsAt: () => 5_000 });
    now = 4_999;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(stream.state).toBe('open');
    now = 5_000;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(stream.state).toBe('ended');
  });

  it('are cut off where more waits for a reader than there may', () => {
    const [slow, fast] = [open({}, new Reader(false)), open()];
    for (let count = 0; count < 20; count += 1) streams.send('data: 0123456789\n\n', () => true);
    expect([slow.state, fast.state]).toEqual(['cut', 'open']);
    expect(slow.writableLength).toBeLessThan(2 * LIMITS.unsentBytes);
  });

  it('are cut off where a reader has taken nothing from one beat to the next', async () => {
    const [slow, fast] = [open({}, new Reader(false)), open()];
    await jest.advanceTimersByTimeAsync(BEAT_MS);
    expect([slow.state, fast.text]).toEqual(['open', 'retry: 1250\n\n: still here\n\n']);
    await jest.advanceTimersByTimeAsync(BEAT_MS);
    expect([slow.state, fast.state, streams.size]).toEqual(['cut', 'open', 1]);
  });
});
