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
    expect(readSpecification(complete)).toEqual({
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
    ['SHAPE', 'keys'],
    ['ALGORITHM', 'none'],
    ['ALGORITHM', 'toString'],
    ['TOKEN_MINUTES', '0'],
    ['TOKEN_MINUTES', '1.5'],
    ['CACHE_SECONDS', '-1'],
    ['CACHE_SECONDS', 'long'],
    ['FIELDS', '[]'],
    ['FIELDS', 'leeway'],
  ])('is refused with %s %s', (name, value) => {
    expect(() => readSpecification({ ...complete, [name]: value })).toThrow(EnvironmentIncomplete);
  });

  it('is refused with one secret key that is not HS256', () => {
    expect(() => readSpecification({ ...complete, SHAPE: 'secret-key' })).toThrow(/ALGORITHM must be HS256/);
  });
});
