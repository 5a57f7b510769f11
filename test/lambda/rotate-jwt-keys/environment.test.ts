import { readSpecification } from '../../../lambda/rotate-jwt-keys/environment';
import { EnvironmentIncomplete } from '../../../lambda/rotation/environment';

const complete = {
  SECRET_NAME: 'portal/prod/token-keys',
  SHAPE: 'key-set',
  ALGORITHM: 'ES256',
  TOKEN_MINUTES: '60',
  CACHE_SECONDS: '0',
  FIELDS: '{"leeway":5}',
};

describe('what the function for token keys is told', () => {
  it('is the form of the keys and their times', () => {
    expect(readSpecification({ ...complete, ISSUER: '', AUDIENCE: '' })).toStrictEqual(readSpecification(complete));
    expect(readSpecification(complete)).toStrictEqual({
      secret: 'portal/prod/token-keys',
      shape: 'key-set',
      algorithm: 'ES256',
      tokenMinutes: 60,
      cacheSeconds: 0,
      fields: { leeway: 5 },
    });
  });

  it('may be issuer and audience besides', () => {
    const specification = readSpecification({ ...complete, ISSUER: 'https://portal.example.com', AUDIENCE: 'portal' });
    expect(specification).toMatchObject({ issuer: 'https://portal.example.com', audience: 'portal' });
  });

  it.each(Object.keys(complete))('is refused without %s', (name) => {
    expect(() => readSpecification({ ...complete, [name]: '' })).toThrow(new RegExp(name));
  });

  it.each([
    ['SHAPE', 'keys', 'key-set or secret-key'],
    ['ALGORITHM', 'none', 'HS256, ES256 or EdDSA'],
    ['ALGORITHM', 'toString', 'HS256, ES256 or EdDSA'],
    ['TOKEN_MINUTES', '0', 'a whole number from 1'],
    ['TOKEN_MINUTES', '1.5', 'a whole number from 1'],
    ['CACHE_SECONDS', '-1', 'a whole number from 0'],
    ['CACHE_SECONDS', 'long', 'a whole number from 0'],
    ['FIELDS', '[]', 'a JSON object'],
    ['FIELDS', 'leeway', 'a JSON object'],
  ])('is refused with %s %s', (name, value, allowed) => {
    expect(() => readSpecification({ ...complete, [name]: value })).toThrow(
      new EnvironmentIncomplete(`${name} must be ${allowed}: deploy its stack again`),
    );
  });

  it('may be one secret key of HS256, and of nothing else', () => {
    const one = { ...complete, SHAPE: 'secret-key' };
    expect(readSpecification({ ...one, ALGORITHM: 'HS256' })).toMatchObject({
      shape: 'secret-key',
      algorithm: 'HS256',
    });
    expect(() => readSpecification(one)).toThrow(/^ALGORITHM must be HS256 for one secret key:/);
  });
});
