import { enumOf, named, Text } from '../platform/http/schemas.js';

/** The author of a change, in answers. */
export const AuthorSchema = named('Author', { kind: enumOf(['user', 'key', 'system']), id: Text, name: Text });
