import { defaultEventBusArn } from '../../lib/config/names';
import type { Environment } from '../../lib/config/parameters';
import { watchesAccount } from '../../lib/detection/account-wide';
import { globalRegionOf } from '../../lib/detection/global-region';
import { administrator, type Question } from '../support/questions';
import { roleArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { rulesOf } from '../detection/reach.rules';
import { fromSource, grants } from './service-questions';

/** The role that hands events of the global Region to the bus at home. */

const handsOver = (environment: Environment) =>
  environment.region !== globalRegionOf(environment) && watchesAccount(environment);

function forwardersOf(room: Room): string[] {
  const { region } = room.environment;
  const roles = rulesOf(room)
    .filter((rule) => rule.region !== region)
    .flatMap(({ targets }) => targets.map(({ RoleArn = '' }) => RoleArn));
  return [...new Set(roles)];
}

export const forwardingRules: readonly Rule[] = [
  grants(
    'is taken by the rules of this environment in the global Region, and by no other',
    (room) => {
      const { account, name } = room.environment;
      const rule = (rest: string, region = globalRegionOf(room.environment)) =>
        `arn:${room.stacks[0]?.partition ?? ''}:events:${region}:${account}:rule/${rest}`;
      return forwardersOf(room).map((role) => ({
        ...{ principal: 'events.amazonaws.com', action: 'sts:AssumeRole', resource: role },
        ...fromSource(rule(`strongroom-${name}-forward-iam`), account, [
          rule(`strongroom-${name}2-forward-iam`),
          rule('another'),
          rule(`strongroom-${name}-forward-iam`, 'ca-west-1'),
        ]),
      }));
    },
    handsOver,
  ),
  table(
    'puts events onto the bus at home, and does nothing else, neither by its policy nor by its boundary',
    (room) => {
      const bus = defaultEventBusArn(room.environment);
      const there = defaultEventBusArn({ ...room.environment, region: globalRegionOf(room.environment) });
      return forwardersOf(room).flatMap((role): Row[] => {
        const row = (question: Omit<Question, 'caller'>, answer: Row['answer'], caller: Question['caller'] = role) => ({
          that: `${JSON.stringify(caller)} ${question.action} ${question.resource}`,
          call: { ...question, caller },
          answer,
        });
        const put = { action: 'events:PutEvents', resource: bus };
        const others = [
          { action: 'events:PutEvents', resource: there },
          { action: 'events:PutEvents', resource: `${bus}-2` },
          { action: 'events:PutRule', resource: bus.replace('event-bus/default', 'rule/any') },
          { action: 'iam:CreateUser', resource: roleArn(room, 'any').replace(':role/', ':user/') },
        ];
        return [
          row(put, 'Allowed'),
          row(put, 'Allowed', administrator(role)),
          ...others.flatMap((call) => [
            row({ ...call, assuming: { noBoundary: true } }, 'refused'),
            row(call, 'refused', administrator(role)),
          ]),
        ];
      });
    },
    handsOver,
  ),
];
