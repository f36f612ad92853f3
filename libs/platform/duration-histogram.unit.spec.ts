import { describe, expect, it } from '@jest/globals';
import { DurationHistogram } from './duration-histogram.js';

describe('the histogram of durations', () => {
  it('says how many answers took at most how long, for each route and status', () => {
    const histogram = new DurationHistogram('took_seconds', 'Time to answer');
    for (const seconds of [0.0005, 0.001, 0.002, 7]) histogram.note('POST /v1/decide', 200, seconds);
    histogram.note('GET /odd"\\', 404, 0.25);

    const lines = histogram.text().split('\n');
    expect(lines.slice(0, 2)).toEqual(['# HELP took_seconds Time to answer', '# TYPE took_seconds histogram']);
    const decide = 'method="POST",route="/v1/decide",status="200"';
    const odd = 'method="GET",route="/odd\\"\\\\",status="404"';
    expect(lines).toEqual(
      expect.arrayContaining([
        `took_seconds_bucket{le="0.001",${decide}} 2`,
        `took_seconds_bucket{le="0.0025",${decide}} 3`,
        `took_seconds_bucket{le="5",${decide}} 3`,
        `took_seconds_bucket{le="+Inf",${decide}} 4`,
        `took_seconds_count{${decide}} 4`,
        `took_seconds_sum{${decide}} ${0.0005 + 0.001 + 0.002 + 7}`,
        `took_seconds_bucket{le="0.1",${odd}} 0`,
        `took_seconds_bucket{le="0.25",${odd}} 1`,
      ]),
    );
    expect(lines.filter((line) => line.includes('_bucket'))).toHaveLength(24);
    expect(lines.at(-1)).toBe('');
  });
});
