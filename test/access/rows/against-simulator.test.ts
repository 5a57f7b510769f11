import * as fc from 'fast-check';

import { matchesArn } from '../../../tools/access/arn-patterns';
import { type Assembly, assemblyOf, resourceAt } from '../../../tools/access/assembly';
import type { AccessRow } from '../../../tools/access/rows/access-row';
import { accessRows } from '../../../tools/access/rows/access-rows';
import { policyOf } from '../../../tools/access/rows/guarded';
import { holds } from '../../../tools/access/rows/holds';
import { simulate } from '../../../tools/access/simulator/simulate';
import {
  account,
  actorRole,
  actorUser,
  bucket,
  contexts,
  foreignRole,
  otherAccount,
  otherBucket,
  otherForeignRole,
  service,
  smallWorlds,
  target,
} from './support/small-world';

/** Who asks; undefined is nobody who signs. */
const callers = [actorRole, actorUser, foreignRole, otherForeignRole, service, undefined];

const everything = {
  name: 'everything',
  document: { Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] },
};

type Context = Record<string, string | string[]>;

/** What AWS adds about whoever asks. */
function aboutCaller(caller: string | undefined, action: string): Context {
  if (caller === undefined) return {};
  if (caller === service) return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': service };
  const callerAccount = caller.split(':')[4] ?? '';
  return {
    'aws:PrincipalArn': caller,
    'aws:PrincipalAccount': callerAccount,
    'aws:PrincipalIsAWSService': 'false',
    ...(action.startsWith('kms:') ? { 'kms:CallerAccount': callerAccount } : {}),
  };
}

function isMeant({ principal: { kind, id } }: AccessRow, caller: string | undefined): boolean {
  const made = caller === actorRole || caller === actorUser;
  if (made) return id === caller;
  if (kind === 'anyone') return true;
  if (kind === 'account') return caller?.split(':')[4] === id;
  return id === caller;
}

function resourcesIn({ resources }: Assembly): readonly (readonly [action: string, resource: string])[] {
  const arnOf = (type: string) => resources.find((resource) => resource.type === type)?.arn ?? '';
  return [
    ['s3:GetObject', `${bucket}/in/a.txt`],
    ['s3:GetObject', `${bucket}/other`],
    ['s3:GetObject', 'arn:aws:s3:::elsewhere/a'],
    ['s3:GetObject', `${otherBucket}/in/a`],
    ['s3:ListBucket', otherBucket],
    ['s3:PutObject', `${bucket}/in/b`],
    ['s3:ListBucket', bucket],
    ['kms:Decrypt', arnOf('AWS::KMS::Key')],
    ['sts:AssumeRole', target],
    ['secretsmanager:GetSecretValue', arnOf('AWS::SecretsManager::Secret')],
    ['iam:ListUsers', '*'],
    ['sns:Publish', `arn:aws:sns:eu-central-1:${account}:news`],
  ];
}

/** What the simulator says to one request, and what the rows say. */
async function answers(
  assembly: Assembly,
  rows: readonly AccessRow[],
  caller: string | undefined,
  [action, resource]: readonly [string, string],
  sent: Context,
) {
  const protectedResource = resourceAt(assembly, resource);
  const resourceAccount = protectedResource?.account ?? account;
  const context = {
    ...sent,
    ...aboutCaller(caller, action),
    ...('aws:ResourceAccount' in sent ? { 'aws:ResourceAccount': resourceAccount } : {}),
  };
  const principal = assembly.principals.find(({ arn }) => arn === caller);
  const resourcePolicy = protectedResource && policyOf(protectedResource);
  // What policies it has elsewhere nobody knows: all that it needs, where its own account is not enough by itself.
  const hasEverything = caller?.startsWith(`arn:aws:iam::${otherAccount}:`) === true && resourceAccount === account;
  const answer = await simulate({
    principal: caller,
    action,
    resource,
    resourceAccount,
    usualContext: context,
    context: {},
    identityPolicies: principal?.identityPolicies ?? (hasEverything ? [everything] : []),
    ...(principal?.boundary === undefined ? {} : { boundary: principal.boundary }),
    ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
  });
  const fitting = rows.filter(
    (row) =>
      isMeant(row, caller) &&
      row.action === action &&
      (row.alsoNeeds !== 'identity policy' || hasEverything) &&
      matchesArn(resource, row.resource) &&
      holds(row.conditions, { resource, context }),
  );
  return { allowed: answer === 'Allowed', fitting };
}

it('says of every request of random policies what the simulator says', async () => {
  const asked = { allowed: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(smallWorlds, fc.array(contexts, { minLength: 3, maxLength: 3 }), async (world, sent) => {
      const assembly = assemblyOf(world.stacks);
      const rows = await accessRows(world);
      for (const context of sent) {
        for (const caller of callers) {
          for (const question of resourcesIn(assembly)) {
            const { allowed, fitting } = await answers(assembly, rows, caller, question, context);
            asked[allowed ? 'allowed' : 'refused'] += 1;
            if (allowed === fitting.length > 0) continue;
            throw new Error(
              `${caller ?? 'anybody'} ${question.join(' ')} ${JSON.stringify(context)}: the simulator ${allowed ? 'allows' : 'refuses'} it, the rows that fit are ${JSON.stringify(fitting, undefined, 1)}`,
            );
          }
        }
      }
    }),
    { numRuns: 60 },
  );
  // Random policies mostly refuse: without enough that is allowed, the agreement would say little.
  expect(asked.allowed).toBeGreaterThan(300);
  expect(asked.refused).toBeGreaterThan(3000);
}, 300_000);
