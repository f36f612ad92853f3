import { Webhook } from 'standardwebhooks';
import type { SealedTexts } from '../../platform/sealed-text.js';
import type { Destination } from '../destination.js';
import { openParts, type OpenedParts } from '../destination-secrets.js';
import { slackBody, teamsBody, webhookBody, type Message } from '../message.js';
import type { AddressGuard } from './address-guard.js';
import type { Mailer } from './mailer.js';
import { post, refusalIn, type Answer } from './post.js';

/** What came of an attempt. */
export interface Sent {
  readonly status: number | null;
  readonly answer: string | null;
  /** Null if the receiver took it. */
  readonly error: string | null;
  readonly retryAfter: string | undefined;
}

const GONE = 410;
const USER_AGENT = 'Assay-Notifications';
const LONGEST_ERROR = 300;

/** True if the receiver wants nothing any more. */
export const isGone = ({ status }: Sent): boolean => status === GONE;

/** Sends a message to a destination, by the kind of that. It never throws: what went wrong is part of the outcome. */
export class Channels {
  constructor(
    private readonly seals: SealedTexts,
    private readonly guard: AddressGuard,
    private readonly mailer: Mailer,
    private readonly timeoutMs: number,
  ) {}

  async send(destination: Destination, message: Message, now: Date, signal: AbortSignal): Promise<Sent> {
    try {
      const parts = openParts(this.seals, destination, now);
      if (destination.kind === 'email') {
        const answer = await this.mailer.send(destination.to, message);
        return { status: null, answer, error: null, retryAfter: undefined };
      }
      const answer = await this.post(destination, parts, message, now, signal);
      return { status: answer.status, answer: answer.text, error: refusalIn(answer), retryAfter: answer.retryAfter };
    } catch (error) {
      const reason = error instanceof Error ? reasonIn(error) : String(error);
      return { status: null, answer: null, error: reason.slice(0, LONGEST_ERROR), retryAfter: undefined };
    }
  }

  private post(
    { kind }: Destination,
    { url: text = '', signing }: OpenedParts,
    message: Message,
    now: Date,
    signal: AbortSignal,
  ): Promise<Answer> {
    const url = new URL(text);
    const { guard, timeoutMs } = this;
    const body = kind === 'slack' ? slackBody(message) : kind === 'teams' ? teamsBody(message) : webhookBody(message);
    const signed = kind === 'webhook' ? signaturesOf(message.id, now, body, signing) : {};
    return post({ url, headers: { 'user-agent': USER_AGENT, ...signed }, body, guard, timeoutMs, signal });
  }
}

/** The headers of Standard Webhooks; during a rotation there is a signature by each secret. */
function signaturesOf(
  id: string,
  now: Date,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
}

/** A failure of every address of a name says nothing by itself. */
function reasonIn(error: Error): string {
  if (error.message !== '') return error.message;
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
