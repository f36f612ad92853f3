import { Readable } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { isAskedForLearning, OUTCOMES, type Experiment } from '../../experiments/index.js';
import { ExperimentRow } from '../../experiments/read-model/index.js';
import { formatOf, nameFormat } from '../../platform/http/csv.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { QueryParameters, VariedQueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { pageOf, wrong } from '../../platform/http/query.js';
import { Returns, Sends } from '../../platform/http/returns.js';
import { isUuid } from '../../platform/ids.js';
import {
  checkSearch,
  equal,
  listRows,
  ManagementReadModel,
  oneRow,
  ownedBy,
  tagged,
  type Condition,
} from '../../projections/index.js';
import { sectionOf } from '../markdown.js';
import {
  askedFor,
  completedIn,
  endedWith,
  facetsOf,
  LATEST_FIRST,
  learningPages,
  matching,
  measuring,
  similarTo,
} from '../read-model/index.js';
import { learningDocument, LearningsSchema, SimilarSchema } from './learning-answers.js';

const EXPORTS = ['markdown'] as const;
const MOST_SIMILAR = 10;
const VARIED = {
  q: {
    description: 'Words of hypotheses, summaries, names and comments: "quoted", or, -without',
    schema: { type: 'string', maxLength: 200 },
  },
  owner: { description: 'Id of the owner', schema: { type: 'string', format: 'uuid' } },
  tag: { description: 'A tag of the experiment', schema: { type: 'string' } },
  format: {
    description: '`markdown` answers all that match as one document, without pages',
    schema: { type: 'string', enum: ['json', ...EXPORTS], default: 'json' },
  },
} as const;

@ApiTags('learnings')
@Controller('v1/learnings')
@Allow('read')
export class LearningsController {
  constructor(private readonly model: ManagementReadModel) {}

  /** Completed experiments of the environment, the latest first. */
  @Get()
  @ApiOperation({ summary: 'Search what completed experiments taught' })
  @Sends(LearningsSchema, { also: EXPORTS })
  async list(
    @Req() request: AuthenticatedRequest,
    @Res() reply: FastifyReply,
    @MinPosition() min: Reading,
    @VariedQueryParameters(
      VARIED,
      ...(['limit', 'cursor', 'q', 'flag', 'metric', 'tag', 'outcome', 'owner', 'asked', 'format'] as const),
    )
    query: Query,
  ): Promise<void> {
    const format = formatOf(request, EXPORTS);
    const conditions = [completedIn(environmentOf(request)), ...filtersOf(query)];
    const page = pageOf(query);
    void reply.header('vary', 'Accept');
    if (format === 'markdown') checkHasNoPages(query);
    const source = await this.model.current(min);
    if (format === 'json') {
      const [list, facets] = await Promise.all([
        listRows(source, ExperimentRow, LATEST_FIRST, page, ({ state }) => documentOf(state), conditions),
        facetsOf(source, conditions),
      ]);
      return void reply.send({ ...list, facets });
    }
    nameFormat(reply, format);
    // Fastify would read the whole stream to answer HEAD.
    if (request.method === 'HEAD') return void reply.send();
    void reply.send(Readable.from(markdownOf(learningPages(source, conditions))));
  }

  /** At most ten, the most alike first. Of any experiment, also a draft. */
  @Get('similar')
  @ApiOperation({ summary: 'List completed experiments that are like an experiment, with reasons' })
  @Returns(SimilarSchema)
  async similar(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('experiment') { experiment: id }: Query,
  ) {
    if (id === undefined) throw wrong('experiment', 'required', 'name the experiment: ?experiment=<id>');
    if (!isUuid(id)) throw wrong('experiment', 'invalid_id', 'experiment must be the id of an experiment');
    const environment = environmentOf(request);
    const source = await this.model.current(min);
    const row = await oneRow(source, ExperimentRow, { id, environment }, { kind: 'experiment', key: id });
    const found = await similarTo(source, row.state, MOST_SIMILAR);
    const items = found.map(({ experiment, score, reasons }) => ({ ...documentOf(experiment), score, reasons }));
    return { items, nextCursor: null };
  }
}

function filtersOf({ q, flag, metric, tag, outcome, owner, asked }: Query): readonly Condition[] {
  if (q !== undefined) checkSearch(q);
  if (owner !== undefined && !isUuid(owner)) throw wrong('owner', 'invalid_id', 'owner must be the id of a user');
  if (outcome !== undefined && !OUTCOMES.some((each) => each === outcome)) {
    throw wrong('outcome', 'invalid_value', `outcome must be one of ${OUTCOMES.join(', ')}`);
  }
  if (asked !== undefined && asked !== 'true' && asked !== 'false') {
    throw wrong('asked', 'invalid_value', 'asked must be true or false');
  }
  return [
    ...equal({ flag }),
    ...(q === undefined ? [] : [matching(q)]),
    ...(metric === undefined ? [] : [measuring(metric)]),
    ...tagged(tag),
    ...(outcome === undefined ? [] : [endedWith(outcome)]),
    ...ownedBy(owner, `row.state->'owner'->>'id'`),
    ...(asked === undefined ? [] : [askedFor(asked === 'true')]),
  ];
}

function checkHasNoPages(query: Query): void {
  for (const name of ['limit', 'cursor'] as const)
    if (query[name] !== undefined) throw wrong(name, 'invalid_value', `an export has no pages: leave out ${name}`);
}

const documentOf = (experiment: Experiment) => learningDocument(experiment, isAskedForLearning(experiment));

async function* markdownOf(pages: AsyncIterable<readonly ExperimentRow[]>): AsyncGenerator<string> {
  yield '# Learnings\n';
  for await (const rows of pages) yield rows.map(({ state }) => `\n${sectionOf(state)}\n`).join('');
}
