import type { RowPrincipal } from '../rows/access-row';
import { accountOf } from '../rows/arn-name';

/** Where somebody stands, seen from the account of an environment: first those whom nobody may overlook. */
export const standings = ['outside', 'room', 'account', 'service'] as const;
export type Standing = (typeof standings)[number];

export const standingWords: Readonly<Record<Standing, string>> = {
  room: 'roles and users of the room',
  account: 'others of the account',
  service: 'AWS services',
  outside: 'outside of the account',
};

/** The same over a column that may be narrow. */
export const standingTitles: Readonly<Record<Standing, string>> = {
  room: 'Room',
  account: 'Own account',
  service: 'AWS services',
  outside: 'Outside',
};

/** @param account that of the environment, 12 digits */
export function standingOf({ kind, id }: RowPrincipal, account: string): Standing {
  switch (kind) {
    case 'role':
    case 'user':
      return 'room';
    case 'service':
      return 'service';
    case 'account':
      return id === account ? 'account' : 'outside';
    case 'foreign':
      return accountOf(id) === account ? 'account' : 'outside';
    case 'federated':
    case 'anyone':
      return 'outside';
  }
}
