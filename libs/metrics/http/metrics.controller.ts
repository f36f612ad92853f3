import { Controller, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Context } from '../../access/http.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input } from '../../platform/http/body.js';
import { KeyParam } from '../../platform/http/params.js';
import {
  AddMetricVersion,
  ArchiveMetric,
  DefineMetric,
  RenameMetric,
  RestoreMetric,
} from '../commands/metric-commands.js';
import { metricDocument } from '../metric.js';
import { AddMetricVersionRequest, DefineMetricRequest, EditMetricRequest } from './define-metric-request.js';
import { MetricSchema } from './metric-answers.js';

@ApiTags('metrics')
@Controller('v1/metrics')
@Allow('manage', 'experimenter', { shared: true })
export class MetricsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'Define a metric' })
  @CommandReturns(MetricSchema, 201)
  async define(
    @Context() context: CommandContext,
    @Input(DefineMetricRequest) body: DefineMetricRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new DefineMetric(context, { metric: body }));
    return answer(reply, handled, body.key, metricDocument);
  }

  @Patch(':key')
  @ApiOperation({ summary: 'Rename a metric' })
  @CommandReturns(MetricSchema)
  async rename(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Input(EditMetricRequest) { name }: EditMetricRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new RenameMetric(context, { key, name }));
    return answer(reply, handled, key, metricDocument);
  }

  /** Adds a version for experiments that attach the metric from now on; others keep the version they attached. */
  @Post(':key/versions')
  @ApiOperation({ summary: 'Add a version of a metric' })
  @CommandReturns(MetricSchema, 201)
  async addVersion(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Input(AddMetricVersionRequest) changes: AddMetricVersionRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new AddMetricVersion(context, { key, changes }));
    return answer(reply, handled, key, metricDocument);
  }

  /** Experiments that have attached it count on; no other may attach it. */
  @Post(':key/archive')
  @ApiOperation({ summary: 'Archive a metric' })
  @CommandReturns(MetricSchema)
  async archive(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new ArchiveMetric(context, { key }));
    return answer(reply, handled, key, metricDocument);
  }

  @Post(':key/restore')
  @ApiOperation({ summary: 'Restore an archived metric' })
  @CommandReturns(MetricSchema)
  @Allow('manage', 'admin')
  async restore(
    @Context() context: CommandContext,
    @KeyParam('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new RestoreMetric(context, { key }));
    return answer(reply, handled, key, metricDocument);
  }
}
