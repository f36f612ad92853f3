import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, CurrentPrincipal, type AuthenticatedRequest } from '../../access/http.js';
import type { Principal } from '../../access/index.js';
import { POSITION_HEADER } from '../../event-sourcing/answer.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { Problem, unavailable, wrongField } from '../../platform/problem.js';
import { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
import { parseTime } from '../../primitives/time.js';
import { EventTypeCatalogue } from '../ingestion/event-type-catalogue.js';
import { Ingestion } from '../ingestion/ingestion.js';
import { TelemetryTail } from '../ingestion/tail.js';
import { Returns } from '../../platform/http/returns.js';
import { IngestedSchema } from './telemetry-answers.js';

const MAX_EVENTS = 1_000;
const CLOCK_SLACK_MS = 5 * 60 * 1000;

const SCHEMA = {
  type: 'object',
  required: ['events'],
  properties: {
    sentAt: { type: 'string', format: 'date-time', description: 'Time of sending, by the clock of the sender' },
    events: {
      type: 'array',
      maxItems: MAX_EVENTS,
      items: {
        type: 'object',
        required: ['eventId', 'eventType', 'subjectId', 'timestamp'],
        properties: {
          eventId: { type: 'string', maxLength: 200 },
          eventType: { type: 'string', maxLength: 100 },
          decisionId: { type: 'string', nullable: true },
          subjectId: { type: 'string', maxLength: 1000 },
          timestamp: { type: 'string', format: 'date-time' },
          properties: { type: 'object' },
        },
      },
    },
  },
} as const;

@ApiTags('telemetry')
@Controller('v1/events')
export class TelemetryController {
  constructor(
    private readonly ingestion: Ingestion,
    private readonly catalogue: EventTypeCatalogue,
    private readonly tail: TelemetryTail,
    private readonly metrics: ServiceMetrics,
  ) {}

  /** At most 1,000 events or 512 KiB. Each event gets an answer, in the batch's order. Accepted means durable. */
  @Post()
  @ApiOperation({ summary: 'Record a batch of events' })
  @Returns(IngestedSchema)
  @Allow('ingest')
  @ApiBody({ schema: SCHEMA as object })
  async record(
    @Req() request: AuthenticatedRequest,
    @CurrentPrincipal() { kind, id, name, environment }: Principal,
    @MinPosition() reading: Reading,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (!this.tail.ready) throw unavailable('starting', 'still reading what was recorded last; send it again');
    const { sentAt, events } = bodyOf(request.body);
    await this.catalogue.reached(reading.minPosition);
    const receivedAt = (request.receivedAt ?? new Date()).getTime();
    const corrected = correctionOf(sentAt, receivedAt);
    const by = { kind, id, name };
    const { position, ...answer } = await this.ingestion.ingest(events, by, { environment, receivedAt, corrected });
    this.metrics.telemetry.labels('accepted').inc(answer.accepted);
    this.metrics.telemetry.labels('duplicate').inc(answer.duplicates);
    this.metrics.telemetry.labels('rejected').inc(answer.rejected);
    const staleSince = this.catalogue.staleSince();
    if (staleSince !== undefined) reading.isStale(staleSince);
    if (position !== undefined) void reply.header(POSITION_HEADER, position);
    return answer;
  }
}

function bodyOf(body: unknown): { readonly sentAt: unknown; readonly events: readonly unknown[] } {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw wrongField('', 'invalid_type', 'the body must be a JSON object');
  }
  const { sentAt, events, ...others } = body as Record<string, unknown>;
  for (const name of Object.keys(others)) {
    throw wrongField(`/${name.slice(0, 100)}`, 'unknown_field', `there is no field ${name.slice(0, 100)}`);
  }
  if (!Array.isArray(events)) throw wrongField('/events', 'required', 'events must be a list');
  if (events.length > MAX_EVENTS) {
    throw new Problem(413, 'too_many_events', `a batch has at most ${MAX_EVENTS} events`);
  }
  return { sentAt, events: events as unknown[] };
}

/** The error of the sender's clock in milliseconds; up to 5 minutes counts as travel time, so as no error. */
function correctionOf(sentAt: unknown, receivedAt: number): number {
  if (sentAt === undefined || sentAt === null) return 0;
  const sent = parseTime(sentAt);
  if (Number.isNaN(sent)) throw wrongField('/sentAt', 'invalid_time', 'sentAt must be an ISO 8601 time with a zone');
  const ahead = sent - receivedAt;
  return Math.abs(ahead) > CLOCK_SLACK_MS ? ahead : 0;
}
