import { Controller, Options, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, RequestLimits, CurrentPrincipal, type AuthenticatedRequest } from '../../access/http.js';
import type { Principal } from '../../access/index.js';
import { POSITION_HEADER } from '../../event-sourcing/answer.js';
import { faultyBody, type Body } from '../../platform/body-parser.js';
import { bodyWithFaults } from '../../platform/http/bodies.js';
import { compiledInput } from '../../platform/http/compiled-input.js';
import { Takes } from '../../platform/http/takes.js';
import { PREFLIGHT_HEADERS } from '../../platform/http/cors.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { Public } from '../../platform/http/public.js';
import { WithOptions } from '../../platform/http/route-options.js';
import { Problem, unavailable, wrongField, type FieldError } from '../../platform/problem.js';
import { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
import { parseTime } from '../../primitives/time.js';
import { FlagUses } from '../../flags/module.js';
import { EventTypeCatalogue } from '../ingestion/event-type-catalogue.js';
import { EventBatchSchema, MAX_EVENTS, UnjudgedBatchSchema } from '../ingestion/event-schema.js';
import { Ingestion, type SentBatch } from '../ingestion/ingestion.js';
import { TelemetryTail } from '../ingestion/tail.js';
import { EVALUATED_HEADER, evaluatedIn, MAX_EVALUATED } from './evaluated-flags.js';
import { Returns } from '../../platform/http/returns.js';
import { IngestedSchema } from './telemetry-answers.js';

const CLOCK_SLACK_MS = 5 * 60 * 1000;

const bodyOf = compiledInput(UnjudgedBatchSchema);

@ApiTags('telemetry')
@Controller('v1/events')
export class TelemetryController {
  constructor(
    private readonly ingestion: Ingestion,
    private readonly catalogue: EventTypeCatalogue,
    private readonly tail: TelemetryTail,
    private readonly metrics: ServiceMetrics,
    private readonly uses: FlagUses,
    private readonly limits: RequestLimits,
  ) {}

  /**
   * At most 1,000 events or 512 KiB. Each event gets an answer, in the batch's order. Accepted means durable. The body
   * may be compressed with gzip. Of type `text/plain`, as `navigator.sendBeacon` sends it, it has at most 64 KiB and the
   * client key as its member `key`.
   */
  @Post()
  @WithOptions({ takesFaults: true, takesGzip: true, takesBeacons: true, cors: true })
  @ApiOperation({ summary: 'Record a batch of events' })
  @Returns(IngestedSchema)
  @Allow('ingest', undefined, { clients: true })
  @Takes(EventBatchSchema)
  @ApiHeader({
    name: EVALUATED_HEADER,
    required: false,
    description: 'Keys of flags that the sender has evaluated by itself, with commas between them',
    schema: { type: 'string', maxLength: MAX_EVALUATED },
  })
  @ApiHeader({ name: 'Content-Encoding', schema: { type: 'string', enum: ['gzip', 'identity'] } })
  async record(
    @Req() request: AuthenticatedRequest,
    @CurrentPrincipal() caller: Principal,
    @MinPosition() reading: Reading,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (!this.tail.ready) throw unavailable('starting', 'still reading what was recorded last; send it again');
    const { kind, id, name, environment } = caller;
    const { sentAt, events, faults } = batchOf(bodyWithFaults(request));
    if (caller.client !== null)
      for (const each of subjectsOf(events)) this.limits.takeSubject(caller, each, request.raw);
    const evaluated = evaluatedIn(request.headers);
    await this.catalogue.reached(reading.minPosition);
    const receivedAt = (request.receivedAt ?? new Date()).getTime();
    const corrected = correctionOf(sentAt, receivedAt);
    const by = { kind, id, name };
    const { position, ...answer } = await this.ingestion.ingest({ events, faults }, by, {
      environment,
      receivedAt,
      corrected,
      source: caller.client === null ? 'server' : 'client',
    });
    for (const flag of evaluated) this.uses.note(environment, flag, receivedAt);
    this.metrics.telemetry.labels('accepted').inc(answer.accepted);
    this.metrics.telemetry.labels('duplicate').inc(answer.duplicates);
    this.metrics.telemetry.labels('rejected').inc(answer.rejected);
    const staleSince = this.catalogue.staleSince();
    if (staleSince !== undefined) reading.isStale(staleSince);
    if (position !== undefined) void reply.header(POSITION_HEADER, position);
    return answer;
  }

  /** Answers the CORS preflight of browsers. */
  @Options()
  @Public()
  @ApiExcludeEndpoint()
  preflight(@Res() reply: FastifyReply): void {
    void reply.status(204).headers(PREFLIGHT_HEADERS).send();
  }
}

/** Each subject that the events name, once. */
const subjectsOf = (events: readonly unknown[]): ReadonlySet<string> =>
  new Set(
    events.flatMap((event) => {
      const subject = event !== null && typeof event === 'object' && 'subjectId' in event ? event.subjectId : undefined;
      return typeof subject === 'string' ? [subject] : [];
    }),
  );

/** The pointer of a fault in an event. */
const IN_EVENT = /^\/events\/(\d+)(?:\/|$)/;

/** A batch as sent. The first fault in an event is its own rejection, any other refuses the batch. */
function batchOf({ value: body, faults }: Body): SentBatch & { readonly sentAt: string | null | undefined } {
  const ofEvents = new Map<number, FieldError>();
  for (const fault of faults) {
    const [, index] = IN_EVENT.exec(fault.pointer) ?? [];
    if (index === undefined) throw faultyBody(fault);
    if (!ofEvents.has(Number(index))) ofEvents.set(Number(index), fault);
  }
  const { sentAt, events } = bodyOf(body);
  if (events.length > MAX_EVENTS) {
    throw new Problem(413, 'too_many_events', `a batch has at most ${MAX_EVENTS} events`);
  }
  return { sentAt, events, faults: ofEvents };
}

/** The error of the sender's clock in milliseconds; up to 5 minutes counts as travel time, so as no error. */
function correctionOf(sentAt: string | null | undefined, receivedAt: number): number {
  if (sentAt === undefined || sentAt === null) return 0;
  const sent = parseTime(sentAt);
  if (Number.isNaN(sent)) throw wrongField('/sentAt', 'invalid_time', 'sentAt must be an ISO 8601 time with a zone');
  const ahead = sent - receivedAt;
  return Math.abs(ahead) > CLOCK_SLACK_MS ? ahead : 0;
}
