import { enumerated, fatigue, flapping, silentMetric, silentTopic, verbatim } from './alarm-mistakes';
import { accessLists, blindTrail, lockedLogs, secondTrail, wholeAccount } from './audit-mistakes';
import { brokenDefault, impossibleActions, sameEverywhere, wideGrant } from './file-mistakes';
import { exposedKey, readOnlyAccess, sourceOwner, untestedRotation, wideTrust } from './identity-mistakes';
import type { Mistake } from './mistake';

/** The mistakes that people make most with what this repository does, by the number under which they were collected. */
export const mistakes: Readonly<Record<number, Mistake>> = {
  1: silentMetric,
  2: silentTopic,
  3: flapping,
  4: {
    said: 'an e-mail subscription that nobody confirmed',
    cases: [
      {
        made: 'the recipient never follows the link',
        because:
          'whether it was confirmed is no property of a template: people check it after a deployment, and the runbook and README say how',
      },
    ],
  },
  5: fatigue,
  6: wholeAccount,
  7: secondTrail,
  8: brokenDefault,
  9: lockedLogs,
  10: accessLists,
  11: wideGrant,
  12: impossibleActions,
  13: sourceOwner,
  14: wideTrust,
  15: exposedKey,
  16: untestedRotation,
  17: blindTrail,
  18: verbatim,
  19: readOnlyAccess,
  20: sameEverywhere,
  21: {
    said: 'a Region or `arn:aws:` in the code; severities of GuardDuty one by one',
    cases: [
      {
        made: 'the partition in the code',
        because: 'it is a mistake of the code, not of a template: the linter refuses it',
        proof: { file: 'eslint.config.mjs', says: 'The partition differs in China and GovCloud' },
      },
      {
        made: 'the Region or partition in a template',
        because: 'it shows only where another one is deployed: every stack is synthesized for China and GovCloud too',
        proof: { file: 'test/stacks/partitions.test.ts', says: 'aws-cn' },
      },
      ...enumerated,
    ],
  },
  22: {
    said: 'blanket suppressions of cdk-nag on a stack; the interface of its version 2 copied into version 3',
    cases: [
      {
        made: 'a whole stack is excused',
        because: 'acceptances are no part of a template: they are looked for in the constructs',
        proof: {
          file: 'test/policies/nag.test.ts',
          says: 'are accepted on narrow constructs only: never on a stack or a stage',
        },
      },
      { made: 'the interface of version 2', because: 'it does not compile' },
    ],
  },
  23: {
    said: 'a CI role with AdministratorAccess, a subject of `repo:org/*`, deployment without a look at what changes',
    cases: [
      {
        made: 'the role of the pipeline',
        because: 'no stack makes one yet: it comes with the deployment from CI, and its cases with it',
      },
    ],
  },
  24: {
    said: 'snapshots alone, which freeze a wrong policy as happily as a right one',
    cases: [
      {
        made: 'a policy is weakened and its snapshot regenerated',
        because:
          'that is what the guards are about: each part of the templates is weakened once, and no snapshot counts',
        proof: {
          file: 'test/policies/guards.test.ts',
          says: 'notices every statement, condition and property that is taken from production',
        },
      },
    ],
  },
};
