import { invalid, type Refusal } from '../../primitives/refusal.js';

/** The refusal of a body that names a flag that does not exist. */
export const unknownFlag = (key: string): Refusal => invalid('unknown_flag', `there is no flag ${key}`, '/flag');
