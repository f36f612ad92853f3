import { describe, expect, it } from '@jest/globals';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, TransactionNotStartedError } from 'typeorm';
import { databaseFailureOf } from './failure.js';

const coded = (code: string, message = 'it failed', more: object = {}): Error =>
  Object.assign(new Error(message), { code, ...more });
const failed = (cause: Error): Error => new QueryFailedError('SELECT 1', [], cause);

describe('a failure of PostgreSQL', () => {
  it.each<[string, unknown]>([
    ['the server is shut down', coded('57P01')],
    ['the server starts', coded('57P03')],
    ['a statement took too long', coded('57014')],
    ['the database is read-only', coded('25006')],
    ['a transaction was ended for idling', coded('25P03')],
    ['a transaction has failed before', coded('25P02')],
    ['a plan changed its type', coded('0A000')],
    ['the disk fails', coded('58030')],
    ['the disk is full', coded('53100')],
    ['too many connections', coded('53300')],
    ['two transactions met', coded('40001')],
    ['a deadlock', coded('40P01')],
    ['a lock was not to be had', coded('55P03')],
    ['an internal error', coded('XX000')],
    ['a damaged page', coded('XX001')],
    ['the protocol was broken', coded('08P01')],
    ['a password was refused meanwhile', coded('28P01')],
    ['a bare ECONNRESET', coded('ECONNRESET', 'read ECONNRESET', { syscall: 'read' })],
    ['nobody listens', coded('ECONNREFUSED')],
    ['a broken pipe', coded('EPIPE')],
    ['a name that does not resolve now', coded('EAI_AGAIN')],
    ['a query runner already released', new QueryRunnerAlreadyReleasedError()],
    ['a transaction not started', new TransactionNotStartedError()],
    ['a connection that ended', new Error('Connection terminated unexpectedly')],
    ['a connection that errored before', new Error('Client has encountered a connection error and is not queryable')],
    ['a pool that is exhausted', new Error('timeout exceeded when trying to connect')],
    ['a query without an answer', new Error('Query read timeout')],
    ['a failed statement without a code', failed(new Error('anything'))],
    ['a failed statement, read-only', failed(coded('25006'))],
  ])('%s: is away, and may pass', (_, error) => {
    expect(databaseFailureOf(error)).toBe('away');
  });

  it.each<[string, unknown, string]>([
    ['a number out of range', coded('22003'), 'data'],
    ['a character that text cannot hold', failed(coded('22P05')), 'data'],
    ['a key that is there already', failed(coded('23505')), 'data'],
    ['a null where none may be', coded('23502'), 'data'],
    ['a table that is not there', failed(coded('42P01')), 'missing_table'],
    ['a schema that is not there', coded('3F000'), 'missing_table'],
    ['a column that is not there', failed(coded('42703')), 'statement'],
  ])('%s: is no failure of the surroundings', (_, error, expected) => {
    expect(databaseFailureOf(error)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['a defect of ours', new TypeError('x is undefined')],
    ['a file that is not there', coded('ENOENT', 'no such file', { path: '/x' })],
    ['a full disk under a file of ours', coded('ENOSPC', 'no space', { path: '/x' })],
    ['nothing', undefined],
    ['a text', 'ECONNRESET'],
  ])('%s: does not come from there', (_, error) => {
    expect(databaseFailureOf(error)).toBeUndefined();
  });
});
