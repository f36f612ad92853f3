import { invalid, type Refusal } from '../../primitives/refusal.js';

/** A flag named in a body that does not exist. */
export const unknownFlag = (key: string): Refusal => invalid('unknown_flag', `there is no flag ${key}`, '/flag');
