import type { FastifyReply } from 'fastify';
import Type, { type TObject, type TProperties } from 'typebox';
import { Returns } from '../platform/http/returns.js';
import { named, Position, Revision, Text } from '../platform/http/schemas.js';
import type { Handled } from './command-runner.js';

export const POSITION_HEADER = 'assay-position';

/** What a command answers: the fields of the document that it changed, and the change itself. */
const changed = <P extends TProperties>(document: TObject<P>) =>
  Type.Object(
    { id: Text, revision: Revision, position: Position, ...document.properties },
    { $id: `Changed${String(Reflect.get(document, '$id'))}` },
  );

/** The route of a command: it answers with the document after the change, 201 if that is new. */
export const CommandReturns = <P extends TProperties>(document: TObject<P>, status: 200 | 201 = 200) =>
  Returns(changed(document), { status, description: 'The change is durable', headers: ['ETag', 'Assay-Position'] });

/** The route of a command that deletes: nothing is left of the document to answer with. */
export const DeletedReturns = () =>
  Returns(named('Deleted', { id: Text, revision: Revision, position: Position }), {
    description: 'The deletion is durable',
    headers: ['ETag', 'Assay-Position'],
  });

/** Answers a command with id, revision and position; the headers ETag and Assay-Position repeat the latter two. */
export function answer<State, Body extends object>(
  reply: FastifyReply,
  { state, revision, position }: Handled<State>,
  id: string,
  body: (state: NonNullable<State>) => Body,
) {
  // A decider refuses what is not there, so a handled command leaves a state.
  if (state === null || state === undefined) throw new Error(`the command on ${id} left no state`);
  return { ...answerDeleted(reply, { revision, position }, id), ...body(state) };
}

/** Answers a command that left no state. */
export function answerDeleted(
  reply: FastifyReply,
  { revision, position }: Pick<Handled<unknown>, 'revision' | 'position'>,
  id: string,
) {
  void reply.header('etag', `"${revision}"`).header(POSITION_HEADER, position);
  return { id, revision, position };
}
