import { v5, v7 } from 'uuid';

const NAMESPACE = '6f1c1f0e-5a1d-4a53-9c0b-8b7b1e5a2f10';

/** A new id; ids sort by time. */
export const newId = (): string => v7();

/** UUID v5 of the parts' JSON: the same parts give the same id on every machine, and boundaries of parts count. */
export const derivedId = (...parts: readonly (string | number)[]): string => v5(JSON.stringify(parts), NAMESPACE);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => UUID.test(text);
