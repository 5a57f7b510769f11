import type { Delivery } from '../config/parameters';

/**
 * The subjects that GitHub puts into the token of a job that stands in one of its environments: whole, so that neither a
 * branch nor a pull request nor another environment has one of them.
 *
 * @param environment the name that the environment has at GitHub
 */
export function subjectsOf({ repository }: Delivery, environment: string): string[] {
  const { owner, ownerId, name, repositoryId, subjects } = repository;
  const immutable = `repo:${owner}@${ownerId}/${name}@${repositoryId}:environment:${environment}`;
  return subjects === 'immutable' ? [immutable] : [immutable, `repo:${owner}/${name}:environment:${environment}`];
}
