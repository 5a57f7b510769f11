import type { Stack } from '../../access/template';
import { DeliveryError } from '../delivery-error';
import type { VisitedPlace } from '../live/environment';
import { bootstrapDifference } from './bootstrap';
import { type Difference, differenceOf } from './compare';

/** A person has to deploy something before the environment can be deployed. */
class NotPrepared extends DeliveryError {
  override readonly name = 'NotPrepared';

  constructor(environment: string, missing: readonly string[]) {
    super(
      [
        `${environment} is not prepared for this commit. What a person deploys for it lacks`,
        ...missing,
        `Nothing was deployed. A person with administrator rights runs, at this commit: ${commandFor(environment)}`,
        'Then run this job again.',
      ].join('\n'),
    );
  }
}

function commandFor(environment: string): string {
  return `npx strongroom bootstrap --environment ${environment} --run`;
}

async function ofStack({ name, template }: Stack, { live }: VisitedPlace): Promise<Difference> {
  const { missing, surplus } = differenceOf(template, (await live.template(name)) ?? { Resources: {} });
  const line = (text: string) => `- ${name}: ${text}`;
  return { missing: missing.map(line), surplus: surplus.map(line) };
}

/** Compares what a person has deployed with what the commit needs of them, in all places. Reads only. */
export async function preparationOf(environment: string, places: readonly VisitedPlace[]): Promise<Difference> {
  const templates = places.flatMap(({ place }) => place.byHand.map(({ template }) => template));
  const differences = await Promise.all([
    ...places.flatMap((visited) => visited.place.byHand.map((stack) => ofStack(stack, visited))),
    ...places.map((visited) => bootstrapDifference(environment, templates, visited)),
  ]);
  return {
    missing: differences.flatMap(({ missing }) => missing),
    surplus: differences.flatMap(({ surplus }) => surplus),
  };
}

/** What can be taken away once the deployment is over; nothing when there is nothing. */
export function surplusInWords(environment: string, { surplus }: Difference): string | undefined {
  if (surplus.length === 0) return undefined;
  return [
    `### ${environment} is prepared for more than it needs`,
    '',
    ...surplus,
    '',
    `When this deployment is over, a person takes it away: \`${commandFor(environment)}\``,
  ].join('\n');
}

/** @throws NotPrepared */
export function assertPrepared(environment: string, { missing }: Difference): void {
  if (missing.length > 0) throw new NotPrepared(environment, missing);
}
