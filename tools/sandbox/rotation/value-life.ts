import { NotAsDeclared } from '../errors';
import type { Fact } from '../room/fact';
import type { Rotated, SecretLife } from './secret-life';

/** Kinds of which nothing is left when they rotate. */
type ValueKind = 'password' | 'username-password' | 'jwt-secret-key';

/** The part of the value that rotates. */
function secretPart({ kind }: { readonly kind: ValueKind }, value: string): string {
  if (kind === 'password') return value;
  const { password, secret } = JSON.parse(value) as Readonly<Record<string, string | undefined>>;
  return (kind === 'username-password' ? password : secret) ?? '';
}

/** A password, or the one secret of an application that knows only one: made, and replaced. */
export class ValueLife implements SecretLife {
  private first = '';

  public constructor(private readonly rotated: Rotated<ValueKind>) {}

  public async afterFirst(): Promise<Fact[]> {
    const { workload, name: secret } = this.rotated;
    this.first = await this.read();
    return [{ fact: 'rotated', workload, secret, which: 'first', how: 'started by the hourly function' }];
  }

  public async rotateAgain(): Promise<Fact[]> {
    const { room, workload, name: secret } = this.rotated;
    await room.rotate(secret);
    const now = await this.read();
    if (now === this.first) throw new NotAsDeclared(`the rotation of ${secret} has kept its value`, 'See lambda/');
    return [
      { fact: 'rotated', workload, secret, which: 'second', how: 'started by an operator' },
      { fact: 'value replaced', workload, secret, characters: now.length },
    ];
  }

  /** @throws NotAsDeclared when it is shorter than declared */
  private async read(): Promise<string> {
    const { room, name, secret } = this.rotated;
    const part = secretPart(secret, await room.valueOf(name));
    // 256 bits in base64url, where nobody declares a length.
    const least = 'length' in secret ? secret.length : 43;
    if (part.length >= least) return part;
    throw new NotAsDeclared(
      `the value of ${name} has ${String(part.length)} characters instead of ${String(least)}`,
      'Compare lib/config/environments.ts with the variables of its rotation function',
    );
  }
}
