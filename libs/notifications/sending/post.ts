import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { AddressGuard } from './address-guard.js';

const MOST_BYTES = 2_048;
const SHOWN_CHARACTERS = 500;
const REDIRECT = 300;

/** What a receiver answered. */
export interface Answer {
  readonly status: number;
  /** The first characters. */
  readonly text: string;
  readonly retryAfter: string | undefined;
}

/** A request, and its bound. */
interface Posted {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly guard: AddressGuard;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Posts JSON to a receiver, by a connection of its own to an address that was checked. Redirects are not followed. Of
 * the answer no more than 2 KiB is read. @throws ForbiddenAddress, or what else kept the answer away
 */
export function post({ url, headers, body, guard, timeoutMs, signal }: Posted): Promise<Answer> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    guard.checkLiteral(url.hostname, secure);
    const deadline = AbortSignal.timeout(timeoutMs);
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      // Neither a pool nor a proxy: each connection is looked up and checked.
      agent: false,
      lookup: guard.lookup(secure),
      signal: AbortSignal.any([deadline, signal]),
    };
    const sent = (secure ? secureRequest : plainRequest)(url, options, (response) => {
      beginningOf(response).then((text) => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, text, retryAfter: answered['retry-after'] });
        response.destroy();
      }, reject);
    });
    sent.on('error', (error) =>
      reject(deadline.aborted ? new Error(`no answer within ${timeoutMs / 1_000} s`) : error),
    );
    sent.end(body);
  });
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_BYTES) break;
  }
  const text = Buffer.concat(chunks).toString('utf8').replaceAll('\u0000', '');
  return text.slice(0, SHOWN_CHARACTERS).toWellFormed();
}

/** Why the answer is none that takes the notification; null if it is. */
export function refusalIn({ status }: Answer): string | null {
  if (status >= 200 && status < REDIRECT) return null;
  return status >= REDIRECT && status < 400
    ? `it redirects (${status}), which is not followed`
    : `it answered ${status}`;
}
