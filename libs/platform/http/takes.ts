import { ApiBody } from '@nestjs/swagger';
import type { TSchema } from 'typebox';

/** Describes the body of a route that checks it with `compiledInput`. */
export const Takes = (schema: TSchema): MethodDecorator => ApiBody({ schema });
