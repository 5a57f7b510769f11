import { everyKind } from '../../support/every-kind';
import { roomOf } from '../../support/room';
import { environments, named, synth } from '../../support/templates';
import type { Environment } from '../../../lib/config/parameters';
import type { Statement } from '../../../tools/access/template';
import { judge } from './judged';
import { neighbourKinds } from './neighbour-kinds';
import { rowsOf } from './scenes';
import { type StatementEdit as Edit, withStatement } from '../../support/edited-templates';

/**
 * Each kind of neighbour notices a template that has become weaker, from whose rows the weaker condition is gone too.
 */

const prod = named(environments, 'prod');
const full = named(everyKind, 'full');

const gone: Edit = () => undefined;
const always: Edit = ({ Condition: _condition, ...statement }) => statement;
const anywhere: Edit = (statement) => ({ ...statement, Resource: '*' });
const toAnybody: Edit = (statement) => ({ ...statement, Principal: '*' });

function without(operator: string): Edit {
  return (statement) => {
    const { [operator]: _taken, ...rest } = statement.Condition ?? {};
    return { ...statement, Condition: rest };
  };
}

function when(operator: string, key: string, value: string): Edit {
  return (statement) => ({ ...statement, Condition: { [operator]: { [key]: value } } });
}

function replacing(pattern: RegExp, by: string): Edit {
  return (statement) => {
    const text = JSON.stringify(statement);
    const changed = text.replace(pattern, by);
    if (changed === text) throw new Error(`${String(pattern)} is not in ${text}`);
    return JSON.parse(changed) as Statement;
  };
}

type Weakening = readonly [sid: string, edit: Edit];

interface Case {
  /** @default - production */
  readonly of?: Environment;
  readonly by: readonly Weakening[];
  /** Beside the rows as they are declared: a row that reaches further has nothing next to it where it reaches. */
  readonly asDeclared?: true;
}

const weakenings: Readonly<Record<string, Case>> = {
  'by another account': { by: [['AssumedByDeclaredPrincipals', toAnybody]] },
  'without a signature': {
    by: [
      ['PublishAlarms', toAnybody],
      ['PublishAlarms', always],
    ],
  },
  'with the session of another principal': { by: [['WriteFiles', anywhere]], asDeclared: true },
  'by an administrator of the account': {
    by: [
      ['DenyUndeclaredReaders', gone],
      ['ReadSecrets', without('ArnEquals')],
    ],
  },
  'about the name next to it': {
    by: [
      ['ReadSettings', anywhere],
      ['AtMostSettings', anywhere],
    ],
    asDeclared: true,
  },
  'about the same name in another Region': {
    by: [
      ['ReadSettings', replacing(/:eu-central-1:/g, ':*:')],
      ['AtMostSettings', replacing(/:eu-central-1:/g, ':*:')],
    ],
    asDeclared: true,
  },
  'below another prefix': { by: [['ReadFiles', replacing(/\/(documents|invoices)\/\*/g, '/*')]] },
  'in another bucket': { by: [['AtMostFiles', anywhere]] },
  'in a bucket of that name that another account has taken': {
    by: [['DenyBucketsOfOtherAccounts', gone]],
  },
  'under another key': {
    by: [
      ['UseKeyForFiles', anywhere],
      ['AtMostKey', anywhere],
      ['ReadTrail', always],
    ],
  },
  'about another secret': { by: [['ReadSecrets', anywhere]] },
  'without TLS': { by: [['DenyInsecureTransport', gone]] },
  'over an old TLS': { by: [['DenyOldTls', gone]] },
  'with a presigned URL that is too old': { by: [['DenyOldSignatures', gone]] },
  'as an upload under another kind of encryption': { by: [['DenyOtherEncryption', gone]] },
  'as an upload that asks for KMS without the header that names the key': { by: [['DenyUnnamedKey', gone]] },
  'as an upload under another key': { by: [['DenyOtherKeys', gone]] },
  'as an upload under a key of the caller (SSE-C)': { by: [['DenyCustomerKeys', gone]] },
  'about other rows of the journal, or all of them': {
    by: [
      ['KeepJournal', always],
      ['AtMostJournal', always],
    ],
  },
  'as an event in the name of another source': {
    by: [
      ['TellPeople', always],
      ['AtMostNotices', always],
    ],
  },
  'on a user without its boundary': {
    by: [
      ['EndSessionsOfUser', always],
      ['AtMostPoliciesOfUsers', always],
    ],
  },
  'without the service in between': { by: [['UseForFiles', without('StringEquals')]] },
  'through another service': { by: [['AtMostKey', always]] },
  'under the encryption context of something else': { by: [['DenyOtherSecrets', gone]] },
  'without an external id': { by: [['AssumedByDeclaredPrincipals', always]] },
  'with a wrong external id': { by: [['AssumedByDeclaredPrincipals', when('StringLike', 'sts:ExternalId', '*')]] },
  'with the external id of somebody else': {
    of: full,
    by: [['AssumedByDeclaredPrincipals', without('StringEquals')]],
  },
  'with the token of another job': {
    of: named(everyKind, 'lodger'),
    by: [['OpenToJobs', without('StringEquals')]],
  },
  'from outside the source addresses': { by: [['DenyOtherAddresses', gone]] },
  'without a second factor where one is required': {
    of: full,
    by: [['AssumedByDeclaredPrincipals', without('Bool')]],
  },
  'on behalf of another source, or of none': { by: [['PublishAlarms', without('StringEquals')]] },
  'by a service, for something that is not ours': { by: [['PublishEvents', always]] },
};

it.each(Object.entries(weakenings))(
  'notices what has become possible %s',
  async (name, { of = prod, by, asDeclared = false }) => {
    const stacks = by.reduce<ReturnType<typeof synth>>(
      (made, [sid, edit]) => withStatement(made, sid, edit),
      synth(of),
    );
    const room = roomOf(of, stacks);
    const kinds = neighbourKinds.filter((kind) => kind.name === name);
    const rows = await rowsOf(asDeclared ? roomOf(of) : room);
    const { wrong } = await judge(room, rows, kinds);
    expect(wrong).toEqual(expect.arrayContaining([expect.stringMatching(/: (?:Allowed|ImplicitlyDenied)$/)]));
  },
  60_000,
);

it('weakens something for every kind', () => {
  expect(Object.keys(weakenings).sort()).toEqual(neighbourKinds.map(({ name }) => name).sort());
});
