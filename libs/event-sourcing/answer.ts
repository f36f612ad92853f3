import type { FastifyReply } from 'fastify';
import type { Handled } from './command-runner.js';

export const POSITION_HEADER = 'assay-position';

/** Answers a command with id, revision and position; the headers ETag and Assay-Position repeat the latter two. */
export function answer<State, Body extends object>(
  reply: FastifyReply,
  handled: Handled<State>,
  id: string,
  body: (state: State) => Body,
): { id: string; revision: number; position: string } & Body {
  void reply.header('etag', `"${handled.revision}"`).header(POSITION_HEADER, handled.position);
  return { id, revision: handled.revision, position: handled.position, ...body(handled.state) };
}
