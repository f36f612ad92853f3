import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from './public.js';
import { HealthChecks, type Health } from '../monitoring/health.js';
import { ServiceMetrics } from '../monitoring/service-metrics.js';

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
  live(): object {
    return { status: 'live' };
  }

  /** 200 while the app can serve, with status `degraded` if a check is down; 503 if it cannot serve. */
  @Get('health/ready')
  @ApiOperation({ summary: 'Tells whether the app can serve, and what is down' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await this.health.ask();
    void reply.status(health.status === 'down' ? 503 : 200);
    return health;
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Metrics for Prometheus' })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async prometheus(): Promise<string> {
    return this.metrics.text();
  }
}
