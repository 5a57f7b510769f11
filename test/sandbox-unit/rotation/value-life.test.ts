import { ValueLife } from '../../../tools/sandbox/rotation/value-life';
import { roomWith } from './value-room';

const name = 'app/prod/password';
const of = { workload: 'app', name };

function password(...values: readonly string[]) {
  const secret = { kind: 'password', name: 'password', length: 8, rotation: { everyDays: 30 } } as const;
  return new ValueLife({ ...of, secret, room: roomWith(...values) });
}

describe('the life of a password', () => {
  it('is a first value and another', async () => {
    const life = password('one-long-value', 'other-long-value');
    await expect(life.afterFirst()).resolves.toMatchObject([{ fact: 'rotated', which: 'first' }]);
    await expect(life.rotateAgain()).resolves.toMatchObject([{ which: 'second' }, { characters: 16 }]);
  });

  it('fails the run when a rotation keeps the value', async () => {
    const life = password('one-long-value', 'one-long-value');
    await life.afterFirst();
    await expect(life.rotateAgain()).rejects.toThrow('has kept its value');
  });

  it('fails the run when the value is shorter than declared', async () => {
    await expect(password('short').afterFirst()).rejects.toThrow('5 characters instead of 8');
  });

  it('is about the password alone where the value names a user', async () => {
    const secret = {
      kind: 'username-password',
      name: 'password',
      userName: 'app_writer',
      length: 8,
      rotation: { everyDays: 30 },
    } as const;
    const value = JSON.stringify({ username: 'app_writer', password: 'short' });
    const life = new ValueLife({ ...of, secret, room: roomWith(value) });
    await expect(life.afterFirst()).rejects.toThrow('5 characters instead of 8');
  });

  it('is about a secret of 256 bits for an application that knows one key', async () => {
    const secret = {
      kind: 'jwt-secret-key',
      name: 'jwt',
      tokenMinutes: 60,
      fields: {},
      rotation: { everyDays: 30 },
    } as const;
    const life = new ValueLife({ ...of, secret, room: roomWith(JSON.stringify({ secret: 'short' })) });
    await expect(life.afterFirst()).rejects.toThrow('5 characters instead of 43');
  });
});
