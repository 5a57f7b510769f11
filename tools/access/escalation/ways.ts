import type { EscalationPath, Need } from './path';
import { escalationPaths } from './paths';
import type { Change } from './openings';
import type { Subject } from './subjects';

/** One call that is a part of a way, with what it can be made on; `*` for something new or unknown. */
export interface WayCall {
  readonly action: string;
  readonly on: readonly string[];
  readonly need: Need;
}

/** A way to make a change: of each of its steps one call. */
export interface ChangeWay {
  readonly path: EscalationPath;
  readonly subject: Subject;
  readonly steps: readonly (readonly WayCall[])[];
}

function isMeantBy({ things, services, who, gives }: EscalationPath, subject: Subject, change: Change): boolean {
  if (gives !== change.kind) return false;
  if (things !== undefined) return things.some((kind) => kind === subject.kind);
  if (change.kind === 'opens' || (who !== undefined && who !== subject.kind)) return false;
  return services === undefined || services.some((service) => subject.trusted.includes(service));
}

/** Every known way to make a change; none for somebody or something that is no subject of the environment. */
export function waysTo(change: Change, subjects: readonly Subject[]): ChangeWay[] {
  const subject = subjects.find(({ id }) => id === change.id);
  if (subject === undefined) return [];
  return escalationPaths.flatMap((path) => {
    if (!isMeantBy(path, subject, change)) return [];
    const steps = path.needs.map((need) => {
      const on = need.on === 'anything' ? ['*'] : (subject.related[need.on] ?? []);
      return on.length === 0 ? [] : need.anyOf.map((action): WayCall => ({ action, on, need }));
    });
    return steps.some((calls) => calls.length === 0) ? [] : [{ path, subject, steps }];
  });
}
