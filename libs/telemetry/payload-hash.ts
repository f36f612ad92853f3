import { hash } from 'node:crypto';

const LENGTH = 16;

/** 96 bits of SHA-256, to tell a repeated event from another one with the same id. */
export const payloadHash = (payload: string): string => hash('sha256', payload, 'base64url').slice(0, LENGTH);
