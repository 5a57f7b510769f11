import { environment, mistakesAfter } from '../support/configurations';
import { aDelivery } from '../support/delivered';

const path = `${environment}.delivery`;

/** Paths of what is wrong with a delivery, within it. */
function wrongIn(delivery: unknown): string[] {
  return mistakesAfter({ [path]: delivery }).map((mistake) => mistake.path.slice(path.length + 1));
}

function withRepository(change: Readonly<Record<string, unknown>>): unknown {
  return { ...aDelivery(), repository: { ...aDelivery().repository, ...change } };
}

describe('a delivery', () => {
  it('may be left out, and is whole when it is there', () => {
    expect(mistakesAfter({})).toEqual([]);
    expect(wrongIn(aDelivery())).toEqual([]);
    expect(wrongIn({})).toEqual(['qualifier', 'repository', 'identityProvider']);
    expect(wrongIn({ ...aDelivery(), trust: '*' })).toHaveLength(1);
  });

  it.each(['abc', 'a1b2c3d4e5', '1234567890'])('takes the qualifier %j', (qualifier) => {
    expect(wrongIn({ ...aDelivery(), qualifier })).toEqual([]);
  });

  it.each(['', 'ab', 'a1b2c3d4e5f', 'Portal', 'por-tal', 'port*', 'portal\n', 7, undefined])(
    'refuses the qualifier %j',
    (qualifier) => {
      expect(wrongIn({ ...aDelivery(), qualifier })).toEqual(['qualifier']);
    },
  );

  it('refuses the qualifier that all applications share which choose none', () => {
    expect(wrongIn({ ...aDelivery(), qualifier: 'hnb659fds' })).toEqual(['qualifier']);
  });

  it.each(['ownerId', 'repositoryId'])('refuses a %s that is no number', (field) => {
    for (const id of ['*', '', '0', '012', '12*', '12?', 'example', '12/x', '1\n', 12, undefined]) {
      expect(wrongIn(withRepository({ [field]: id }))).toEqual([`repository.${field}`]);
    }
    expect(wrongIn(withRepository({ [field]: '1' }))).toEqual([]);
  });

  it.each(['owner', 'name'])('refuses a %s that says more than one', (field) => {
    for (const name of ['*', 'exam*', 'a/b', 'a:b', 'a@1', '', '..', 'a b', 'a\n', undefined]) {
      expect(wrongIn(withRepository({ [field]: name }))).toEqual([`repository.${field}`]);
    }
  });

  it.each(['name', 'immutable-and-anything', '*'])('refuses subjects of the form %j', (subjects) => {
    expect(wrongIn(withRepository({ subjects }))).toEqual(['repository.subjects']);
  });

  it.each(['', 'none', 'arn:aws:iam::111122223333:oidc-provider/token.example.com'])(
    'refuses the identity provider %j',
    (identityProvider) => {
      expect(wrongIn({ ...aDelivery(), identityProvider })).toEqual(['identityProvider']);
    },
  );
});
