import { contents } from './forbidden/contents';
import { deployment, keptData } from './forbidden/deployment';
import { identities } from './forbidden/identities';
import { keys } from './forbidden/keys';
import { type Forbidden, Names } from './forbidden/questions';
import { watch } from './forbidden/watch';
import type { World } from './world';

/** Everything that is asked and must be refused. */
export function forbiddenIn(world: World): Forbidden[] {
  const names = new Names(world);
  const keeps = world.environment.tier !== 'development';
  return [
    ...identities(names),
    ...keys(names),
    ...contents(names),
    ...watch(names),
    ...deployment(names),
    ...(keeps ? keptData(names) : []),
  ];
}
