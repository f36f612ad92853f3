import { SetMetadata } from '@nestjs/common';

/** Metadata key of a route's access rule. */
export const ACCESS_RULE = 'assay:access';
export const PUBLIC = 'public';

/** Makes a route public. */
export const Public = () => SetMetadata(ACCESS_RULE, PUBLIC);
