import { assumeRole, refusedRole } from './assume-role';
import {
  account,
  administrator,
  denied,
  globalRegion,
  otherAccount,
  principalOf,
  recorded,
  type RecordedEvent,
  service,
  user,
} from './recorded-event';

const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;
const [web, partner] = [arnOf('portal-prod-web'), arnOf('portal-prod-partner')];
const collector = principalOf('444455556666');
const withExternalId = { externalId: '7e1d8f4c-93b2-4c86-8f0d-2b1c5a7e9f63' };

const [refusal, unexpected] = ['role-refused', 'role-assumed-by-an-unexpected-principal'] as const;

export const roleEvents: readonly RecordedEvent[] = [
  recorded('a user is refused the role of a consumer', refusedRole(user('alice'), web), [refusal], [unexpected]),
  recorded(
    'a partner is refused with its parameters',
    assumeRole(collector, partner, {}, { more: denied }),
    [refusal],
    [unexpected],
  ),
  recorded(
    'a user is refused the role of a function',
    refusedRole(user('alice'), arnOf('strongroom-prod-portal-reconcile')),
    [refusal],
  ),
  recorded('a user is refused another role', refusedRole(user('alice'), arnOf('reporting')), [], [refusal]),
  recorded('a user is refused a role at the global endpoint', refusedRole(user('alice'), web, globalRegion), [refusal]),
  recorded(
    'a user is refused the role of a function at the global endpoint',
    refusedRole(user('alice'), arnOf('strongroom-prod-portal-reconcile'), globalRegion),
    [refusal],
  ),
  recorded(
    'a user is refused another role at the global endpoint',
    refusedRole(user('alice'), arnOf('reporting'), globalRegion),
    [],
    [refusal],
  ),
  recorded(
    'a user is refused a role of another environment',
    refusedRole(user('alice'), arnOf('portal-dev-web')),
    [],
    [refusal],
  ),

  recorded('an administrator becomes a consumer', assumeRole(administrator, web), [unexpected], [refusal]),
  recorded(
    'a user becomes a rotation function',
    assumeRole(user('alice'), arnOf('strongroom-prod-portal-rotate-queue')),
    [unexpected],
  ),
  recorded(
    'an account that is not trusted becomes the partner',
    assumeRole(principalOf(otherAccount), partner, withExternalId),
    [unexpected],
  ),
  recorded(
    'a user becomes a rotation function through the global endpoint',
    assumeRole(user('alice'), arnOf('strongroom-prod-portal-rotate-queue'), {}, { region: globalRegion }),
    [unexpected],
  ),
  recorded('the partner comes without an external id', assumeRole(collector, partner), [unexpected]),
  recorded('the same through the global endpoint', assumeRole(collector, partner, {}, { region: globalRegion }), [
    unexpected,
  ]),
  recorded(
    'the partner comes with an external id',
    assumeRole(collector, partner, withExternalId),
    [],
    [unexpected, refusal],
  ),
  recorded(
    'the partner comes with an external id through the global endpoint',
    assumeRole(collector, partner, withExternalId, { region: globalRegion }),
    [],
    [unexpected],
  ),
  recorded(
    'a service assumes the role of the partner',
    assumeRole(service('ec2.amazonaws.com'), partner),
    [],
    [unexpected],
  ),
  recorded('ECS assumes the role of a task', assumeRole(service('ecs-tasks.amazonaws.com'), web), [], [unexpected]),
  recorded(
    'Lambda assumes the role of a function',
    assumeRole(service('lambda.amazonaws.com'), arnOf('strongroom-prod-portal-rotate-queue')),
    [],
    [unexpected],
  ),
  recorded('an administrator becomes somebody else', assumeRole(administrator, arnOf('reporting')), [], [unexpected]),
];
