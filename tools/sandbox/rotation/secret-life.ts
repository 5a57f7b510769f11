import type { Secret } from '../../../lib/config/secrets';
import type { Fact } from '../room/fact';
import type { RotationRoom } from './rotation-room';

/** What a life needs of the room in which its secret rotates. */
export type ValueRoom = Pick<RotationRoom, 'valueOf' | 'rotate' | 'age'>;

/** One secret that rotates, in the room where it does. */
export interface Rotated<Kind extends Secret['kind'], Room = ValueRoom> {
  readonly room: Room;
  readonly workload: string;
  /** Full name. */
  readonly name: string;
  readonly secret: Extract<Secret, { readonly kind: Kind }>;
}

/** What a run shows of one secret. */
export interface SecretLife {
  /** Looks at what the first rotation has made. */
  afterFirst(): Promise<Fact[]>;
  /** Rotates it a second time, and looks again. */
  rotateAgain(): Promise<Fact[]>;
}
