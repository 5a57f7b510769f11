import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Stack, Validations } from 'aws-cdk-lib';

import { allRules } from '../../support/all-rules';
import { mistakesAfter } from '../../support/configurations';
import { everyKind } from '../../support/every-kind';
import { acceptedOf, appWith } from '../../support/findings';
import { roomOf } from '../../support/room';
import { environments, named, synth } from '../../support/templates';
import type { Case, ConfigurationCase, ElsewhereCase, TemplateCase } from './mistake';
import { mistakes } from './mistakes';

/** Each mistake is made, and the rule that is there for it notices. */

function casesWith<Kind extends Case>(is: (one: Case) => one is Kind): [string, Kind][] {
  return Object.entries(mistakes).flatMap(([number, { said, cases }]) =>
    cases.filter(is).map((one): [string, Kind] => [`${number}. ${said}: ${one.made}`, one]),
  );
}

const root = path.join(__dirname, '..', '..', '..');

const prod = named(environments, 'prod');

describe.each(casesWith((one): one is TemplateCase => 'edit' in one))('%s', (_title, one) => {
  const { edit, rule: sentence, environment: name } = one;
  const environment = name === undefined ? prod : named(everyKind, name);

  if (sentence.startsWith('resolves: ')) {
    it('is no template that can be resolved', () => {
      expect(() => roomOf(environment, edit(synth(environment)))).toThrow(
        /which no stack contains|AWS::IAM::AccessKey/,
      );
    });
    return;
  }

  it(`is noticed: ${sentence}`, async () => {
    const found = allRules.filter((rule) => rule.it === sentence && rule.when?.(environment) !== false);
    expect(found).not.toHaveLength(0);
    for (const rule of found) await rule.check(roomOf(environment));
    const room = roomOf(environment, edit(synth(environment)));
    const noticed = await Promise.all(
      found.map(async (rule) => {
        try {
          await rule.check(room, true);
          return false;
        } catch {
          return true;
        }
      }),
    );
    expect(noticed).toContain(true);
  });
});

it.each(casesWith((one): one is ConfigurationCase => 'changes' in one))('%s is no configuration', (_title, one) => {
  const { changes, path: where, allowed } = one;
  expect(mistakesAfter(changes)).toContainEqual(
    expect.objectContaining({ path: where, allowed: expect.stringContaining(allowed) as string }),
  );
});

it.each(casesWith((one): one is ElsewhereCase => 'because' in one))(
  '%s is noticed elsewhere, or nowhere',
  (_title, one) => {
    expect(one.because).toMatch(/\w+ \w+ \w+/);
    if (one.proof === undefined) return;
    expect(readFileSync(path.join(root, one.proof.file), 'utf8')).toContain(one.proof.says);
  },
);

it('accounts for all 24', () => {
  expect(Object.keys(mistakes).map(Number)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  for (const { cases } of Object.values(mistakes)) expect(cases).not.toHaveLength(0);
});

it('sees an acceptance that excuses a whole stack', () => {
  const app = appWith(prod);
  const stack = app.node.findAll().find((construct) => Stack.isStack(construct));
  if (stack === undefined) throw new Error('the app has no stack');
  Validations.of(stack).acknowledge({ id: 'AwsSolutions-IAM5', reason: 'All of it is fine.' });
  expect(acceptedOf(app).map(({ scope }) => scope)).toContain(stack);
});
