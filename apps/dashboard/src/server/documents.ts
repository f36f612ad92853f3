import type { Schemas } from '../../../../packages/client/src/index.js';

export type { Schemas } from '../../../../packages/client/src/index.js';

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total?: number;
}

export type Role = NonNullable<Schemas['Session']['user']>['role'];
