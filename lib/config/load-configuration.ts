import type { z } from 'zod';

import { ConfigurationError, type Finding, valueAt } from './finding';
import { lenient } from './lenient';
import { type Configuration, configurationSchema } from './parameters';
import { auditRetention, productionAudit, trailLockWithinRetention } from './rules/audit-rules';
import {
  accessKeysBelongToUsers,
  accessNamesExist,
  arnsMatchPartition,
  namesAreUnique,
  operatorsAreOfTheAccount,
  sessionLength,
  usersRotate,
} from './rules/consumers-rules';
import { applyDeviations } from './rules/deviations';
import { environmentNamesAreUnique, oneDetectorPerRegion } from './rules/environments-rules';
import { externalIds } from './rules/external-ids';
import { destroyableIsUnlocked, lifecycleRules, prefixesAreDistinct, productionFiles } from './rules/files-rules';
import { physicalNamesFit } from './rules/names-rules';
import { type ConfigurationRule, type ConfigurationView, entries, type EnvironmentRule } from './rules/rule';
import {
  accessKeyPhases,
  credentialAges,
  fillableByPerson,
  noSecretValue,
  oneGeneratedField,
  secretNamesAreUnique,
} from './rules/secrets-rules';
import { describeHidden, isSecretName, knownSecretIn, looksGenerated } from './secret-like';

const environmentRules: readonly EnvironmentRule[] = [
  auditRetention,
  trailLockWithinRetention,
  productionAudit,
  productionFiles,
  destroyableIsUnlocked,
  prefixesAreDistinct,
  lifecycleRules,
  secretNamesAreUnique,
  oneGeneratedField,
  fillableByPerson,
  credentialAges,
  accessKeyPhases,
  noSecretValue,
  namesAreUnique,
  accessNamesExist,
  usersRotate,
  accessKeysBelongToUsers,
  sessionLength,
  arnsMatchPartition,
  operatorsAreOfTheAccount,
];

const configurationRules: readonly ConfigurationRule[] = [
  environmentNamesAreUnique,
  oneDetectorPerRegion,
  externalIds,
  physicalNamesFit,
];

const lenientSchema = lenient(configurationSchema);

/** What was found, in words fit for a log. */
function describe(value: unknown, path: readonly PropertyKey[]): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') {
    const hidden = knownSecretIn(value) ?? (looksGenerated(value) || path.some((part) => isSecretName(String(part))));
    return hidden === false ? `'${value}'` : describeHidden(value);
  }
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  return typeof value === 'object' ? 'an object' : String(value);
}

function shapeFinding(issue: z.core.$ZodIssue, configuration: unknown): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      found: 'a field that does not exist',
      allowed: 'only fields of lib/config/parameters.ts; check the spelling',
    }));
  }
  // A record reports a bad key at the key itself, where the value would be misleading.
  if (issue.code === 'invalid_key') {
    return [
      {
        path: issue.path,
        found: `the name '${String(issue.path.at(-1))}'`,
        allowed: issue.issues[0]?.message ?? issue.message,
      },
    ];
  }
  return [
    { path: issue.path, found: describe(valueAt(configuration, issue.path), issue.path), allowed: issue.message },
  ];
}

function ruleFindings(view: ConfigurationView, today: Date): Finding[] {
  return [
    ...entries(view.environments, ['environments']).flatMap(({ item, at }) =>
      applyDeviations(
        environmentRules.flatMap((rule) => rule(item, at)),
        item,
        at,
        today,
      ),
    ),
    ...configurationRules.flatMap((rule) => rule(view)),
  ];
}

/**
 * Checks a configuration and fills in its defaults.
 *
 * @param configuration what a team wrote
 * @param source the file to name in mistakes, and the day against which deviations are held
 * @throws ConfigurationError with every mistake of every environment at once
 */
export function loadConfiguration(
  configuration: unknown,
  source: { readonly file: string; readonly today: Date },
): Configuration {
  const parsed = configurationSchema.safeParse(configuration);
  const view = lenientSchema.safeParse(configuration);
  const findings = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => shapeFinding(issue, configuration)),
    ...(view.success ? ruleFindings(view.data as ConfigurationView, source.today) : []),
  ];
  if (!parsed.success || findings.length > 0) throw new ConfigurationError(findings, source.file, configuration);
  return parsed.data;
}
