import { describe, expect, it } from '@jest/globals';
import { keyProblem, keyProofsOf } from './key-proofs.js';
import { createSubjectDigest } from './subject-digest.js';

const digest = createSubjectDigest('subject-key-0123456789');
const old = { id: 'k1', secret: 'old-secret-0123456789' };
const current = { id: 'k2', secret: 'new-secret-0123456789' };
const server = keyProofsOf([current, old], digest);

describe('the proofs of keys', () => {
  it('show that who decides beside the server has its keys, an older one for signing too', () => {
    expect(keyProblem([current], digest, server)).toBeUndefined();
    expect(keyProblem([old, current], digest, server)).toBeUndefined();
  });

  it('name the key that differs', () => {
    expect(keyProblem([current], createSubjectDigest('another-key-0123456789'), server)).toMatch(/subject key/);
    expect(keyProblem([{ ...current, secret: old.secret }], digest, server)).toMatch(/decision key k2 is not/);
    expect(keyProblem([{ ...current, id: 'k3' }], digest, server)).toMatch(/does not know/);
    expect(keyProblem([], digest, server)).toMatch(/does not know/);
  });

  it('tell none of the keys', () => {
    expect(JSON.stringify(server)).not.toMatch(/secret-0123456789/);
  });
});
