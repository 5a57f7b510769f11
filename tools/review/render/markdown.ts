import { entriesFor, type Grant } from '../grants';
import type { Review } from '../review';
import { fitted, type Part } from './cut';
import { isQuiet, partsOf } from './environment-parts';
import { asCode, escaped } from './escape';
import { folded, money, plural, type Room } from './finding-lines';

function tableOf({ environments }: Review): string[] {
  return [
    '| Environment | Gains access | Loses access | Weaker guards | Data lost | Cost a month | Code |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...environments.map((one) => {
      const counts = [
        one.newEnvironment === undefined ? String(one.gains.length + (one.newStacks?.gains.length ?? 0)) : 'all new',
        String(new Set(one.losses.map(({ row }) => row.principal.id)).size),
        String(one.weakened.length + (one.newStacks?.weakened.length ?? 0)),
        String(one.lostData.length),
        one.cost === undefined ? 'unknown' : money(one.cost.change.list),
        String(one.code.length),
      ];
      return `| ${escaped(one.name)} | ${counts.join(' | ')} |`;
    }),
    '',
  ];
}

function grantLine({ fingerprint, environment, expires, reason }: Grant): string {
  return `- ${asCode(fingerprint)} in ${escaped(environment)}, until ${escaped(expires)}: ${escaped(reason)}`;
}

function headline({ isFirst, outcome, environments }: Review): string {
  if (isFirst && outcome.passes)
    return '**There is nothing to compare with: this is the first deployment.** What it gives is listed; nothing needs an entry.';
  if (environments.every(isQuiet) && outcome.passes) return '**Nothing changes.**';
  if (outcome.passes) {
    return outcome.granted.length === 0
      ? '**Nobody gains access, no guard is weaker, and no data are lost.**'
      : `**Passed: ${plural(outcome.granted.length, 'finding')} ${outcome.granted.length === 1 ? 'is' : 'are'} granted.**`;
  }
  const wrong = [
    ...(outcome.missing.length === 0
      ? []
      : [`${plural(outcome.missing.length, 'finding needs', 'findings need')} an entry in security-grants.yaml`]),
    ...(outcome.outdated.length === 0
      ? []
      : [`${plural(outcome.outdated.length, 'entry is', 'entries are')} over, or reaches more than 366 days ahead`]),
    ...(outcome.unused.length === 0
      ? []
      : [`${plural(outcome.unused.length, 'entry grants', 'entries grant')} what this change does not do`]),
  ];
  return `**Not passed: ${wrong.join('; ')}.**`;
}

function policyParts({ outcome }: Review, room: Room, today: Date): Part[] {
  const { missing, outdated, unused, granted } = outcome;
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            what: 'the entries to add',
            lines: folded(`If all of it is wanted: ${plural(missing.length, 'entry', 'entries')} to copy`, [
              'Below `grants:` in `security-grants.yaml`, with a reason for each:',
              '',
              '```yaml',
              entriesFor(missing.slice(0, room.most * 2), today),
              '```',
              ...(missing.length > room.most * 2
                ? [`The first ${String(room.most * 2)} of ${String(missing.length)}. ${room.elsewhere}`]
                : []),
            ]),
          },
        ]),
    ...(outdated.length === 0
      ? []
      : [{ what: 'outdated entries', lines: ['Decide anew, or remove:', '', ...outdated.map(grantLine), ''] }]),
    ...(unused.length === 0
      ? []
      : [
          {
            what: 'unused entries',
            lines: [
              'Remove, because this change does none of it (`npm run review -- --prune-grants` does, with the same `--base`):',
              '',
              ...unused.map(grantLine),
              '',
            ],
          },
        ]),
    ...(granted.length === 0
      ? []
      : [
          {
            what: 'granted findings',
            lines: folded(
              `Granted: ${String(granted.length)}`,
              granted.map(({ grant }) => grantLine(grant)),
            ),
          },
        ]),
  ];
}

/** A review as Markdown of GitHub and GitLab; nothing that a template says can become more than text. */
export function reviewMarkdown(review: Review, room: Room, today: Date): string {
  const changed = review.environments.filter((environment) => !isQuiet(environment));
  const quiet = review.environments.filter(isQuiet).map(({ name }) => escaped(name));
  return fitted(
    [
      { what: 'the summary', lines: ['# Review of access and guards', '', headline(review), '', ...tableOf(review)] },
      ...policyParts(review, room, today),
      ...changed.flatMap((environment) => partsOf(environment, room)),
      ...(quiet.length === 0 || changed.length === 0
        ? []
        : [{ what: 'the rest', lines: [`Nothing changes in ${quiet.join(', ')}.`] }]),
    ],
    room.limit,
    room.elsewhere,
  );
}
