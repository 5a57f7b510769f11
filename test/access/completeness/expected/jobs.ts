import { functionRoleArn } from '../../../../lib/config/names';
import { isDelivered } from '../../../../lib/delivery/delivered';
import {
  bootstrapRoleArn,
  deployRoleName,
  identityProviderArn,
  readOnlyRoleName,
} from '../../../../lib/delivery/names';
import { deployedRegions } from '../../../../lib/delivery/regions';
import type { Room } from '../../../support/room';
import { all, test } from './conditions';
import { type Expected, may, whoAmI } from './expected-access';

const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;

/** The roles of the jobs that deploy, and whose tokens open them. */
export function jobAccess({ environment }: Room): Expected[] {
  if (!isDelivered(environment)) return [];
  const { owner, ownerId, name: repository, repositoryId, subjects } = environment.delivery.repository;
  const repositories = [
    ...(subjects === 'immutable' ? [] : [`repo:${owner}/${repository}`]),
    `repo:${owner}@${ownerId}/${repository}@${repositoryId}`,
  ];
  const roles = [
    { role: deployRoleName(environment), at: environment.name, takes: ['deploy', 'file-publishing', 'lookup'] },
    { role: readOnlyRoleName(environment), at: `${environment.name}-read-only`, takes: ['lookup'] },
  ] as const;
  const tokens = roles.flatMap(({ role, at }) =>
    may(
      ['sts:AssumeRoleWithWebIdentity'],
      functionRoleArn(environment, role),
      all(
        test('StringEquals', claim('aud'), 'sts.amazonaws.com'),
        test('StringEquals', claim('sub'), ...repositories.map((own) => `${own}:environment:${at}`)),
      ),
    ),
  );
  return [
    { who: identityProviderArn(environment), may: tokens },
    ...roles.map(({ role, takes }) => ({
      who: functionRoleArn(environment, role),
      may: [
        ...whoAmI,
        ...deployedRegions(environment).flatMap((region) =>
          takes.flatMap((taken) => may(['sts:AssumeRole'], bootstrapRoleArn(environment, taken, region))),
        ),
      ],
    })),
  ];
}
