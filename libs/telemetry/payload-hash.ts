import { hash } from 'node:crypto';

const LENGTH = 16;

/** What tells a repeated event from another one under the same id: 96 bits of SHA-256. */
export const payloadHash = (payload: string): string => hash('sha256', payload, 'base64url').slice(0, LENGTH);
