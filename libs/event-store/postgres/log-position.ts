import type { Position } from '../position.js';

/** (epoch, xid, position) of the PostgreSQL log; bigints are texts, as the driver returns them. */
export interface LogPosition {
  readonly epoch: number;
  readonly xid: string;
  readonly position: string;
}

const hex = (value: bigint | number | string, digits: number): string =>
  BigInt(value).toString(16).padStart(digits, '0');

/** 8 + 16 + 16 hexadecimal digits, so that the text sorts as the log does. */
export function encodePosition(at: LogPosition): Position {
  return (hex(at.epoch, 8) + hex(at.xid, 16) + hex(at.position, 16)) as Position;
}

/** Undefined decodes to the start of the log. @throws TypeError for a position of another adapter */
export function decodePosition(position: Position | undefined): LogPosition {
  if (position === undefined) return { epoch: 0, xid: '0', position: '0' };
  if (!/^[0-9a-f]{40}$/.test(position)) throw new TypeError('not a position of the PostgreSQL event store');
  return {
    epoch: Number.parseInt(position.slice(0, 8), 16),
    xid: BigInt(`0x${position.slice(8, 24)}`).toString(),
    position: BigInt(`0x${position.slice(24)}`).toString(),
  };
}
