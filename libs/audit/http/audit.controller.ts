import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, type AuthenticatedRequest } from '../../access/http.js';
import { parsePosition } from '../../event-store/index.js';
import { formatOf, nameFormat } from '../../platform/http/csv.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { pageOf, wrong } from '../../platform/http/query.js';
import { VariedQueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Returns, Sends } from '../../platform/http/returns.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { notFound } from '../../primitives/refusal.js';
import { equal, listRows, ManagementReadModel, sortedRows } from '../../projections/index.js';
import { AuditRow, auditPages, NEWEST_FIRST } from '../read-model/index.js';
import { AuditEntrySchema } from './audit-answers.js';
import { exported } from './audit-export.js';
import { filtersOf, readableTo } from './audit-filters.js';
import { entryDocument } from './entry-document.js';

const EXPORTS = ['ndjson', 'csv'] as const;
const VARIED = {
  q: { description: 'Words of the summary or the data', schema: { type: 'string', maxLength: 200 } },
  format: {
    description: '`ndjson` and `csv` answer all matching entries, without pages',
    schema: { type: 'string', enum: ['json', ...EXPORTS], default: 'json' },
  },
} as const;

@ApiTags('audit')
@Controller('v1/audit')
@Allow('read')
export class AuditController {
  constructor(private readonly model: ManagementReadModel) {}

  /** Of all environments, unless the query names one. */
  @Get()
  @ApiOperation({ summary: 'List what was changed, newest first, or export it' })
  @Sends(countedListSchema(AuditEntrySchema), { also: EXPORTS })
  async list(
    @Req() request: AuthenticatedRequest,
    @Res() reply: FastifyReply,
    @MinPosition() min: Reading,
    @VariedQueryParameters(VARIED, 'limit', 'cursor', 'by', 'type', 'entity', 'from', 'to', 'q', 'format') query: Query,
  ): Promise<void> {
    const format = formatOf(request, EXPORTS);
    const conditions = [...filtersOf(request, query), ...readableTo(request)];
    const page = pageOf(query);
    void reply.header('vary', 'Accept');
    if (format === 'json') {
      const source = await this.model.current(min);
      return void reply.send(await listRows(source, AuditRow, NEWEST_FIRST, page, entryDocument, conditions));
    }
    checkHasNoPages(query);
    const source = await this.model.current(min);
    nameFormat(reply, format);
    // Fastify would read the whole stream to answer HEAD.
    if (request.method === 'HEAD') return void reply.send();
    void reply.send(exported(auditPages(source, conditions), format));
  }

  @Get(':position')
  @ApiOperation({ summary: 'Read one entry of the audit' })
  @ApiParam({ name: 'position', schema: { type: 'string' } })
  @Returns(AuditEntrySchema)
  async one(@Req() request: AuthenticatedRequest, @Param('position') position: string, @MinPosition() min: Reading) {
    const conditions = [...equal({ position: wellFormed(position) }), ...readableTo(request)];
    const source = await this.model.current(min);
    const [row] = await sortedRows(source, AuditRow, NEWEST_FIRST, { limit: 1, after: null }, conditions);
    if (!row) throw notFound('entry', position);
    return entryDocument(row);
  }
}

function checkHasNoPages(query: Query): void {
  for (const name of ['limit', 'cursor'] as const)
    if (query[name] !== undefined) throw wrong(name, 'invalid_value', `an export has no pages: leave out ${name}`);
}

function wellFormed(position: string): string {
  try {
    return parsePosition(position);
  } catch {
    throw notFound('entry', position.slice(0, 100));
  }
}
