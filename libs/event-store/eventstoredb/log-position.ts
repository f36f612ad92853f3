import { START, type Position as ServerPosition } from '@eventstore/db-client';
import type { Position } from '../position.js';

const hex = (value: bigint): string => value.toString(16).padStart(16, '0');

/** 16 hexadecimal digits of commit, '/', 16 of prepare: the text sorts as the log does. */
export function encodePosition({ commit, prepare }: ServerPosition): Position {
  return `${hex(commit)}/${hex(prepare)}` as Position;
}

/** The server's position of `after`, or the start. @throws TypeError for a position of another adapter */
export function decodePosition(after: Position | undefined): ServerPosition | typeof START {
  if (after === undefined) return START;
  const [, commit, prepare] = /^([0-9a-f]{16})\/([0-9a-f]{16})$/.exec(after) ?? [];
  if (commit === undefined || prepare === undefined) throw new TypeError('not a position of EventStoreDB');
  return { commit: BigInt(`0x${commit}`), prepare: BigInt(`0x${prepare}`) };
}
