import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, type AuthenticatedRequest } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { IdParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { QueryParameters, VariedQueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import {
  listRows,
  ManagementReadModel,
  NotificationsReadModel,
  oneRow,
  revised,
  search,
} from '../../projections/index.js';
import { DELIVERY_STATES } from '../delivery.js';
import { destinationDocument } from '../destination.js';
import { DELIVERY_KINDS } from '../event-kinds.js';
import { DeliveryRow, DestinationRow, NotificationRuleRow } from '../read-model/index.js';
import { deliveryDocument } from './delivery-document.js';
import { filtersOf } from './delivery-filters.js';
import { DeliverySchema, DestinationSchema, NotificationRuleSchema } from './notification-answers.js';

const OLDEST_FIRST = { by: 'created_position', order: 'ASC' } as const;
const NEWEST_FIRST = { by: 'place', order: 'DESC' } as const;
const VARIED = {
  status: { description: 'State of the delivery', schema: { type: 'string', enum: DELIVERY_STATES } },
  type: { description: 'Kind of the delivery', schema: { type: 'string', enum: DELIVERY_KINDS } },
  from: { description: 'Start of the time of the intent', schema: { type: 'string', format: 'date-time' } },
  to: { description: 'End of the time of the intent', schema: { type: 'string', format: 'date-time' } },
} as const;

@ApiTags('notifications')
@Controller('v1/notifications')
@Allow('read', 'viewer')
export class NotificationQueriesController {
  constructor(
    private readonly model: ManagementReadModel,
    private readonly sent: NotificationsReadModel,
  ) {}

  @Get('destinations')
  @ApiOperation({ summary: 'List destinations of notifications, oldest first, without secrets' })
  @Returns(countedListSchema(DestinationSchema))
  async destinations(@MinPosition() min: Reading, @QueryParameters('limit', 'cursor', 'q') query: Query) {
    const page = pageOf(query);
    const conditions = search(query.q, [`row.state->>'name'`]);
    const source = await this.model.current(min);
    return listRows(source, DestinationRow, OLDEST_FIRST, page, documentOf, conditions);
  }

  @Get('destinations/:id')
  @ApiOperation({ summary: 'Read a destination, without its secrets' })
  @ReturnsDocument(DestinationSchema)
  async destination(@IdParam('id') id: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    return documentOf(await oneRow(source, DestinationRow, { id }, { kind: 'destination', key: id }));
  }

  @Get('rules')
  @ApiOperation({ summary: 'List rules of notifications, oldest first' })
  @Returns(countedListSchema(NotificationRuleSchema))
  async rules(@MinPosition() min: Reading, @QueryParameters('limit', 'cursor', 'q') query: Query) {
    const page = pageOf(query);
    const conditions = search(query.q, [`row.state->>'name'`]);
    const source = await this.model.current(min);
    return listRows(source, NotificationRuleRow, OLDEST_FIRST, page, ruleOf, conditions);
  }

  @Get('rules/:id')
  @ApiOperation({ summary: 'Read a rule' })
  @ReturnsDocument(NotificationRuleSchema)
  async rule(@IdParam('id') id: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    return ruleOf(await oneRow(source, NotificationRuleRow, { id }, { kind: 'notification rule', key: id }));
  }

  /** Of all environments, unless the query names one. Kept for 90 days. */
  @Get('deliveries')
  @ApiOperation({ summary: 'List what was sent, or is to be sent, newest first' })
  @Returns(countedListSchema(DeliverySchema))
  async deliveries(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @VariedQueryParameters(
      VARIED,
      ...(['limit', 'cursor', 'destination', 'rule', 'experiment', 'status', 'type', 'from', 'to'] as const),
    )
    query: Query,
  ) {
    const page = pageOf(query);
    const conditions = filtersOf(request, query);
    const source = await this.sent.current(min);
    return listRows(source, DeliveryRow, NEWEST_FIRST, page, deliveryDocument, conditions);
  }

  @Get('deliveries/:id')
  @ApiOperation({ summary: 'Read a delivery, with the answers of its last attempts' })
  @Returns(DeliverySchema)
  async delivery(@IdParam('id') id: string, @MinPosition() min: Reading) {
    const source = await this.sent.current(min);
    return deliveryDocument(await oneRow(source, DeliveryRow, { id }, { kind: 'delivery', key: id }));
  }
}

const documentOf = (row: DestinationRow) => revised(destinationDocument(row.state), row);
const ruleOf = (row: NotificationRuleRow) => revised(row.state, row);
