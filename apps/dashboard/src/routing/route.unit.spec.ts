import { describe, it, expect } from '@jest/globals';
import { pathOfExperiment, routeOf } from './route.js';

describe('routeOf', () => {
  it('names the list at the root', () => {
    expect(routeOf('/')).toEqual({ page: 'experiments' });
    expect(routeOf('/experiments')).toEqual({ page: 'experiments' });
  });

  it('takes back what pathOfExperiment wrote', () => {
    expect(routeOf(pathOfExperiment('a/b c'))).toEqual({ page: 'experiment', id: 'a/b c' });
  });

  it('names the page of an invitation', () => {
    expect(routeOf('/invitation')).toEqual({ page: 'invitation' });
  });

  it('knows no other path', () => {
    expect(routeOf('/experiments/e1/else')).toEqual({ page: 'unknown' });
    expect(routeOf('/elsewhere')).toEqual({ page: 'unknown' });
  });

  it('takes a broken escape for an unknown page', () => {
    expect(routeOf('/experiments/%E0%A4%A')).toEqual({ page: 'unknown' });
  });
});
