import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../platform/command-context.js';
import { answer } from '../../platform/http/answer.js';
import { Input } from '../../platform/http/body.js';
import { DefineMetric } from '../commands/define-metric.js';
import { metricDocument } from '../metric.js';
import { DefineMetricRequest, metricOf } from './define-metric-request.js';

@ApiTags('metrics')
@Controller('v1/metrics')
@Allow('manage', 'experimenter')
export class MetricsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiBody({ type: DefineMetricRequest })
  async define(
    @Context() context: CommandContext,
    @Input(DefineMetricRequest) body: DefineMetricRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const handled = await this.commands.execute(new DefineMetric(context, metricOf(body)));
    return answer(reply, handled, body.key, (metric) => ({ ...(metric && metricDocument(metric)) }));
  }
}
