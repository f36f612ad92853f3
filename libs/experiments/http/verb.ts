import { applyDecorators, HttpCode, Post } from '@nestjs/common';

/** Route of a command that acts on one experiment: `POST /v1/experiments/:id/<verb>`. */
export const Verb = (verb: string) => applyDecorators(Post(`:id/${verb}`), HttpCode(200));
