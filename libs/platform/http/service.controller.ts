import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from './public.js';
import { HealthChecks } from '../monitoring/health.js';
import { ServiceMetrics } from '../monitoring/service-metrics.js';
import { HealthSchema, LiveSchema } from './health-answers.js';
import { MayReturn, Returns } from './returns.js';

@ApiTags('operations')
@Controller()
@Public()
export class ServiceController {
  constructor(
    private readonly health: HealthChecks,
    private readonly metrics: ServiceMetrics,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'Tells that the process runs' })
  @Returns(LiveSchema)
  live() {
    return { status: 'live' } as const;
  }

  /** 200 while the app can serve, with status `degraded` if a check is down; 503 if it cannot serve. */
  @Get('health/ready')
  @ApiOperation({ summary: 'Tells whether the app can serve, and what is down' })
  @Returns(HealthSchema)
  @MayReturn(HealthSchema, 503, 'It cannot serve')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const health = await this.health.ask();
    void reply.status(health.status === 'down' ? 503 : 200);
    return health;
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Metrics for Prometheus' })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiResponse({
    status: 200,
    description: 'Its text format',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  async prometheus(): Promise<string> {
    return this.metrics.text();
  }
}
