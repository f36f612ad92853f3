import { describe, expect, it } from '@jest/globals';
import { ServiceMetrics } from './service-metrics.js';

const NAME = 'assay_http_request_duration_seconds';

describe('the durations of answers', () => {
  it('are told as how many took at most how long, for each route and status', async () => {
    const metrics = new ServiceMetrics();
    for (const seconds of [0.0005, 0.001, 0.002, 7]) metrics.answered('POST /v1/decide', 200, seconds);
    metrics.answered('GET /odd"\\', 404, 0.25);

    const lines = (await metrics.text()).split('\n').filter((line) => line.includes(NAME));
    expect(lines.slice(0, 2)).toEqual([
      `# HELP ${NAME} Time to answer requests, by route and status`,
      `# TYPE ${NAME} histogram`,
    ]);
    const decide = 'method="POST",route="/v1/decide",status="200"';
    const odd = 'method="GET",route="/odd\\"\\\\",status="404"';
    expect(lines).toEqual(
      expect.arrayContaining([
        `${NAME}_bucket{le="0.001",${decide}} 2`,
        `${NAME}_bucket{le="0.0025",${decide}} 3`,
        `${NAME}_bucket{le="5",${decide}} 3`,
        `${NAME}_bucket{le="+Inf",${decide}} 4`,
        `${NAME}_count{${decide}} 4`,
        `${NAME}_sum{${decide}} ${0.0005 + 0.001 + 0.002 + 7}`,
        `${NAME}_bucket{le="0.1",${odd}} 0`,
        `${NAME}_bucket{le="0.25",${odd}} 1`,
      ]),
    );
    expect(lines.filter((line) => line.includes('_bucket'))).toHaveLength(24);
  });
});

describe('exposures on decision', () => {
  it('are shown as none before there is one', async () => {
    const lines = (await new ServiceMetrics().text()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'assay_decision_exposures_total{outcome="recorded"} 0',
        'assay_decision_exposures_total{outcome="dropped"} 0',
      ]),
    );
  });
});
