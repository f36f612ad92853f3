import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from '../../access/http.js';
import type { EventStore } from '../../event-store/index.js';
import { listOf, pageOf } from '../../platform/http/query.js';
import { EVENT_STORE } from '../../event-sourcing/module.js';
import {
  ManagementReadModel,
  MeasurementReadModel,
  NotificationsReadModel,
  SagaReadModel,
  type ReadModel,
  CheckpointRow,
  ParkedRow,
  StatusTable,
} from '../../projections/index.js';
import { Returns } from '../../platform/http/returns.js';
import { listSchema } from '../../platform/http/schemas.js';
import { ParkedSchema, ProjectionsSchema } from './operation-answers.js';

@ApiTags('operations')
@Controller('v1/operations')
@Allow('read')
export class OperationQueriesController {
  private readonly models: readonly ReadModel[];
  private readonly saga: ReadModel;

  constructor(
    management: ManagementReadModel,
    measurement: MeasurementReadModel,
    notifications: NotificationsReadModel,
    saga: SagaReadModel,
    private readonly status: StatusTable,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {
    this.models = [management, measurement, notifications];
    this.saga = saga;
  }

  /** The position of each projection, and the progress of a rebuild. */
  @Get('projections')
  @ApiOperation({ summary: 'Read the position of each projection' })
  @Returns(ProjectionsSchema)
  async projections(@QueryParameters() _query: Query) {
    const head = (await this.store.head()) ?? null;
    const items = await Promise.all(
      this.models.map(async (model) => {
        const status = await this.status.read(model.name);
        return {
          ...(await progressOf(model)),
          rebuild: status
            ? {
                going: status.rebuilding,
                handled: status.rebuild_handled,
                startedAt: status.rebuild_started_at?.toISOString() ?? null,
                finishedAt: status.rebuild_finished_at?.toISOString() ?? null,
              }
            : null,
        };
      }),
    );
    // The saga has no tables of its own, so it cannot be rebuilt like the others.
    return { head, items, saga: await progressOf(this.saga), nextCursor: null };
  }

  /** Events that could not be applied, and later events of their streams, which wait for them. */
  @Get('parked')
  @ApiOperation({ summary: 'List parked events' })
  @Returns(listSchema(ParkedSchema))
  async parked(@QueryParameters('limit') query: Query) {
    const page = pageOf(query);
    const rows: (ParkedRow & { projection: string })[] = [];
    for (const model of [...this.models, this.saga]) {
      const source = await model.source();
      const found = await source.getRepository(ParkedRow).find({ order: { position: 'ASC' }, take: page.limit });
      rows.push(...found.map((row) => Object.assign(row, { projection: model.name })));
    }
    const shown = rows.slice(0, page.limit);
    return listOf(
      shown,
      page,
      (row) => row.position,
      ({ projection, position, stream, revision, event_id: eventId, type, error, parked_at: parkedAt }) => {
        return {
          projection,
          position,
          stream,
          revision: Number(revision),
          eventId,
          type,
          error,
          parkedAt: parkedAt.toISOString(),
        };
      },
    );
  }
}

async function progressOf(model: ReadModel) {
  const source = await model.source();
  const checkpoint = await source.getRepository(CheckpointRow).findOneBy({ id: 1 });
  return {
    projection: model.name,
    position: checkpoint?.position ?? null,
    handled: Number(checkpoint?.handled ?? 0),
    updatedAt: checkpoint?.updated_at.toISOString() ?? null,
    parked: await source.getRepository(ParkedRow).count(),
  };
}
