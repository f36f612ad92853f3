import { SetMetadata } from '@nestjs/common';

/** Metadata key under which a route says who may use it. */
export const ACCESS_RULE = 'assay:access';
export const PUBLIC = 'public';

/** Opens a route to everybody. */
export const Public = () => SetMetadata(ACCESS_RULE, PUBLIC);
