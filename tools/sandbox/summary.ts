import type { ChildPlace } from './child-environment';
import { emulatorVariables } from './child-environment';
import type { Difference } from './completion/complete';
import { countOf, tableOf } from './drill/row';
import type { Result } from './result';
import { sentence } from './room/fact';

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

/** One line for all resources that share a fate. */
function grouped(differences: readonly Difference[]): string[] {
  const counts = new Map<string, number>();
  for (const { what, instead, why } of differences) {
    const line = `${what}: ${instead} (${why})`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => (count === 1 ? line : `${count} × ${line}`)).sort();
}

function removalLines({ removal }: Result): string[] {
  return [
    ...removal.refused.map((name) => `${name}: protected; cdk destroy was refused`),
    ...removal.destroyed.map((name) => `${name}: destroyed`),
    ...(removal.retained.length > 0 ? ['kept, because their data must outlive their stacks:'] : []),
    ...removal.retained.map((resource) => `  ${resource}`),
  ];
}

/** What a person reads at the end of a run. */
export function summaryOf(result: Result): string {
  const outputs = Object.entries(result.outputs).flatMap(([stack, values]) =>
    Object.entries(values).map(([name, value]) => `${stack}.${name} = ${value}`),
  );
  const steps = result.steps.map(({ name, seconds, worker }) => {
    return `${seconds.toFixed(2).padStart(6)} s  ${worker === 'cdk' ? '· ' : ''}${name}`;
  });
  return [
    `${result.environment} of ${result.application} (${result.tier}, ${result.region}) on ${result.emulator}`,
    ...section('Outputs', outputs),
    ...section('Shown', [...result.facts.map(sentence), 'a second cdk deploy changed nothing, and cdk diff is empty']),
    ...(result.drill === undefined ? [] : section(`Drill: ${countOf(result.drill)}`, tableOf(result.drill))),
    ...section('At the end', removalLines(result)),
    ...section('Different from AWS here', grouped(result.differences)),
    ...section('Not proven here; "npm test" proves it from the templates as far as templates can', result.notProven),
    ...section('Time (steps overlap; · is a command of the CDK)', steps),
    '',
    `${result.totalSeconds.toFixed(1)} s in all, ${result.cdkSeconds.toFixed(1)} s of them in commands of the CDK`,
  ].join('\n');
}

/** How to use an emulator that was left running, and how to stop it. */
export function keptText(place: ChildPlace, processId: number, folder: string): string {
  const variables = Object.entries(emulatorVariables(place)).map(([name, value]) => `export ${name}='${value}'`);
  return [
    '',
    'The emulator is still running. To use it:',
    ...variables,
    '',
    'To stop it and remove everything:',
    `kill -- -${String(processId)}; rm -r '${folder}'`,
  ].join('\n');
}
