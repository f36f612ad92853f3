import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MIMEType } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseBodyAsWritten, readBody, type Body } from '../body-parser.js';
import { MAX_BODY_BYTES } from '../fast-http/fast-route.js';
import { Problem } from '../problem.js';
import { checkBeacon, withoutKey } from './beacon.js';
import { optionsOf } from './route-options.js';

/** Reads bodies: JSON, on routes that take it also compressed with gzip, or as the text of a beacon. */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, raw: Buffer) => {
      const { takesFaults = false, takesGzip = false } = optionsOf(request);
      checkCharset(request.headers['content-type']);
      const plain = await decoded(raw, request.headers['content-encoding'], takesGzip);
      return takesFaults ? readBody(plain) : parseBodyAsWritten(plain);
    },
  );
  fastify.addContentTypeParser('text/plain', { parseAs: 'buffer' }, async (request: FastifyRequest, raw: Buffer) => {
    checkBeacon(raw, optionsOf(request).takesBeacons === true);
    checkCharset(request.headers['content-type']);
    return withoutKey(request, readBody(await decoded(raw, request.headers['content-encoding'], false)));
  });
}

/** The body of a route that takes faults. */
export const bodyWithFaults = (request: FastifyRequest): Body => request.body as Body;

/** Labels of UTF-8, and of ASCII, which is the same bytes. */
const CHARSETS: readonly string[] = ['utf-8', 'utf8', 'us-ascii', 'ascii'];

/** Another charset would be read as other characters than were meant. @throws Problem 415 `unsupported_charset` */
function checkCharset(contentType = 'application/json'): void {
  const charset = new MIMEType(contentType).params.get('charset');
  if (charset === null || CHARSETS.includes(charset.toLowerCase())) return;
  throw new Problem(415, 'unsupported_charset', 'the body has a charset that is not taken; send JSON in UTF-8');
}

/**
 * The body without its content encoding.
 * @throws Problem 415 `unsupported_encoding`, 413 `content_too_large` once unpacked, 400 `malformed_gzip`
 */
async function decoded(raw: Buffer, encoding: string | undefined, takesGzip: boolean): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || name === '') return raw;
  if (takesGzip && (name === 'gzip' || name === 'x-gzip')) return unpacked(raw);
  const accepted = takesGzip ? 'gzip, identity' : 'identity';
  const detail = `the body has a Content-Encoding that is not taken here; taken: ${accepted}`;
  throw new Problem(415, 'unsupported_encoding', detail, undefined, { 'accept-encoding': accepted });
}

/** Unpacking stops at the size that a body may have. */
function unpacked(raw: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gunzip(raw, { maxOutputLength: MAX_BODY_BYTES }, (error, plain) => {
      if (!error) return resolve(plain);
      if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
        return reject(new Problem(413, 'content_too_large', `the body has more than ${MAX_BODY_BYTES} bytes unpacked`));
      }
      reject(new Problem(400, 'malformed_gzip', 'the body is not valid gzip'));
    });
  });
}
