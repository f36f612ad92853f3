import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import { POSITION_HEADER } from '../../event-sourcing/answer.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { IdParam } from '../../platform/http/params.js';
import { Returns } from '../../platform/http/returns.js';
import { NotificationsReadModel, oneRow } from '../../projections/index.js';
import { RequestDelivery } from '../commands/notification-commands.js';
import { DeliveryRow } from '../read-model/index.js';
import { RequestedDeliverySchema } from './notification-answers.js';

@ApiTags('notifications')
@Controller('v1/notifications/deliveries')
@Allow('manage', 'admin')
export class DeliveriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly sent: NotificationsReadModel,
  ) {}

  /** Under the same id. No stream knows deliveries, so this looks the destination up where they are kept. */
  @Post(':id/resend')
  @ApiOperation({ summary: 'Send a delivery again' })
  @Returns(RequestedDeliverySchema, { status: 202 })
  async resend(
    @Context() context: CommandContext,
    @IdParam('id') delivery: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const source = await this.sent.source();
    const { destination: id } = await oneRow(
      source,
      DeliveryRow,
      { id: delivery },
      { kind: 'delivery', key: delivery },
    );
    const type = 'delivery_resend_requested';
    const { position } = await this.commands.execute(new RequestDelivery(context, { id, type, delivery }));
    void reply.header(POSITION_HEADER, position);
    return { delivery, position };
  }
}
