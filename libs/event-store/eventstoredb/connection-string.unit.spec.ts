import { describe, expect, it } from '@jest/globals';
import { EventStoreMisconfigured } from '../errors.js';
import { parseConnectionString } from './connection-string.js';

const endpoint = (address: string, port = 2113) => ({ address, port });

describe('a connection string', () => {
  it.each([
    ['esdb://host', [endpoint('host')], false],
    ['esdb://host:1113/?tls=false', [endpoint('host', 1113)], false],
    ['esdb+discover://host', [endpoint('host')], true],
    ['esdb://a:1,b:2,c', [endpoint('a', 1), endpoint('b', 2), endpoint('c')], true],
    ['esdb+discover://a:1,b:2', [endpoint('a', 1), endpoint('b', 2)], true],
    ['kurrentdb://host:2113', [endpoint('host')], false],
    ['kurrentdb+discover://a,b', [endpoint('a'), endpoint('b')], true],
    [' esdb://127.0.0.1:2113/ ', [endpoint('127.0.0.1')], false],
    ['esdb://[::1]:2113?tls=false', [endpoint('[::1]')], false],
    ['esdb://event_store.example.org', [endpoint('event_store.example.org')], false],
  ])('%s names its hosts', (url, endpoints, gossip) => {
    expect(parseConnectionString(url)).toMatchObject({ endpoints, gossip });
  });

  it.each([
    ['esdb://admin:changeit@host', 'admin', 'changeit'],
    ['esdb://admin:p%40ss%3Aword@host', 'admin', 'p@ss:word'],
    ['esdb://a%40b:%25%2F%3F%23@host?tls=true', 'a@b', '%/?#'],
    ['esdb+discover://admin:pa#ss/w!rd@a,b', 'admin', 'pa#ss/w!rd'],
    ['kurrentdb://ops:p%C3%A4ss@host', 'ops', 'päss'],
  ])('%s names its account', (url, username, password) => {
    expect(parseConnectionString(url).credentials).toEqual({ username, password });
  });

  it('speaks TLS unless told not to', () => {
    expect(parseConnectionString('esdb://host').tls).toBe(true);
    expect(parseConnectionString('esdb://host?TLS=false').tls).toBe(false);
  });

  it('takes every option of the client, in any of its spellings', () => {
    const url =
      'esdb://a,b?tlsCAFile=/etc/my%20ca.crt&userCertFile=u.crt&userKeyFile=u.key&connection-name=assay&node_preference=readOnlyReplica' +
      '&defaultDeadline=3000&keepAliveInterval=-1&keepAliveTimeout=20000&maxDiscoverAttempts=3&discoveryInterval=50&gossipTimeout=4' +
      '&tlsVerifyCert=true&throwOnAppendFailure=true';
    expect(parseConnectionString(url)).toMatchObject({
      files: { tlsCAFile: '/etc/my ca.crt', userCertFile: 'u.crt', userKeyFile: 'u.key' },
      client: {
        connectionName: 'assay',
        nodePreference: 'read_only_replica',
        defaultDeadline: 3000,
        keepAliveInterval: -1,
        keepAliveTimeout: 20000,
        maxDiscoverAttempts: 3,
        discoveryInterval: 50,
        gossipTimeout: 4,
      },
    });
  });

  const ENCODED = /@ is %40, : is %3A/;

  it.each([
    ['a raw : in the password, which used to cut the rest off', 'esdb://admin:s3cret:s3cret2@host', ENCODED],
    ['a raw @ in the password', 'esdb://admin:s3cret@s3cret2@host', ENCODED],
    ['a raw ? in the password', 'esdb://admin:s3cret?s3cret2@host', ENCODED],
    ['a raw ? that makes the rest look like an option', 'esdb://admin:2113?s3cret=s3cret2@host', ENCODED],
    ['a % that encodes nothing', 'esdb://admin:s3cret%zz@host', ENCODED],
    ['a user without a password', 'esdb://s3cret@host', /needs a user and a password/],
    ['an empty password', 'esdb://s3cret:@host', /needs a user and a password/],
    ['an unknown option', 'esdb://admin:s3cret@host?colour=blue', /unknown option "colour"; it takes .*tlsCAFile/],
    ['an unknown option that could be anything', 'esdb://admin:s3cret@host?s3c r3t=blue', /unknown option; it takes/],
    ['an option without a value', 'esdb://admin:s3cret@host?tls', /name=value/],
    ['a tls flag that is none', 'esdb://admin:s3cret@host?tls=maybe', /tls must be true or false/],
    ['certificates unchecked', 'esdb://admin:s3cret@host?tlsVerifyCert=false', /tlsCAFile/],
    ['conflicts hidden', 'esdb://admin:s3cret@host?throwOnAppendFailure=false', /leave it out/],
    ['a deadline that is none', 'esdb://admin:s3cret@host?defaultDeadline=soon', /defaultDeadline must be a whole/],
    [
      'a preference that is none',
      'esdb://admin:s3cret@host?nodePreference=best',
      /nodePreference must be one of leader/,
    ],
    ['no host', 'esdb://admin:s3cret@?tls=false', /host 1 must be/],
    ['an empty second host', 'esdb://admin:s3cret@a,,b', /host 2 must be/],
    ['a port that is none', 'esdb://admin:s3cret@a,b:http', /host 2 must be/],
    ['a port beyond all', 'esdb://admin:s3cret@a:70000', /host 1 must be/],
    ['two ports', 'esdb://host:1:2', /host 1 must be/],
    ['another scheme', 'http://admin:s3cret@host', /must begin with esdb:/],
    ['nothing', '', /must begin with esdb:/],
  ])('refuses %s, naming EVENTSTORE_URL and no secret', (_, url, message) => {
    const refusal = (() => {
      try {
        return parseConnectionString(url);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(EventStoreMisconfigured);
    const { message: said } = refusal as Error;
    expect(said).toMatch(message);
    expect(said).toMatch(/^EVENTSTORE_URL/);
    expect(said).not.toMatch(/s3c|\n/);
  });
});
