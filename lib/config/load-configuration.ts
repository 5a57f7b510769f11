import { alphabet } from '../../lambda/rotate-password/policy';
import { ConfigurationError, type Finding } from './finding';
import { lenient } from './lenient';
import { type Configuration, configurationSchema } from './parameters';
import { accountIsWatched } from './rules/account-rules';
import { limitsCanBeReached, pagingAlarmsAreOn, trailCanBeCounted } from './rules/alarms-rules';
import { auditRetention, productionAudit, trailLockWithinRetention } from './rules/audit-rules';
import {
  accessIsInOnePlace,
  accessKeysBelongToUsers,
  accessNamesExist,
  consumersMayDoSomething,
  sessionLength,
  usersRotate,
  workloadsHoldSomething,
} from './rules/consumers-rules';
import { deliveredNamesAreApart } from './rules/delivered-names-rules';
import { applyDeviations } from './rules/deviations';
import { oneIdentityProviderPerAccount, qualifiersAreUnique, readOnlyNamesAreFree } from './rules/delivery-rules';
import { environmentNamesAreUnique, oneDetectorPerRegion, oneWatcherPerRegion } from './rules/environments-rules';
import { externalIdsAreGenerated, externalIdsAreUnique } from './rules/external-ids';
import {
  complianceIsForProduction,
  destroyableIsUnlocked,
  lifecycleRules,
  prefixesAreDistinct,
  productionFiles,
} from './rules/files-rules';
import { namesAreUnique, physicalNamesAreUnique, physicalNamesFit } from './rules/names-rules';
import {
  arnsMatchPartition,
  customersHaveOwnRoles,
  operatorsAreNotConsumers,
  operatorsAreOfTheAccount,
  trustFits,
} from './rules/principals-rules';
import { accessKeyPhases, keySetsRotateInTime, passwordsTurnUp, usedKeysAreCutInTime } from './rules/rotation-rules';
import { type ConfigurationRule, type ConfigurationView, entries, type EnvironmentRule } from './rules/rule';
import { noSecretValue } from './rules/secret-values';
import {
  credentialAges,
  fieldsAreFree,
  fillableByPerson,
  generatedOrFilled,
  oneGeneratedField,
  secretNamesAreUnique,
} from './rules/secrets-rules';
import { functionsCanBeTold, plainValuesFit, workloadsFitAStack } from './rules/size-rules';
import { shapeFindings } from './shape-findings';

const environmentRules: readonly EnvironmentRule[] = [
  auditRetention,
  trailLockWithinRetention,
  productionAudit,
  trailCanBeCounted,
  pagingAlarmsAreOn,
  limitsCanBeReached,
  accountIsWatched,
  productionFiles,
  complianceIsForProduction,
  destroyableIsUnlocked,
  prefixesAreDistinct,
  lifecycleRules,
  secretNamesAreUnique,
  oneGeneratedField,
  fillableByPerson,
  generatedOrFilled,
  credentialAges,
  accessKeyPhases,
  usedKeysAreCutInTime,
  keySetsRotateInTime,
  passwordsTurnUp(alphabet),
  fieldsAreFree,
  noSecretValue,
  namesAreUnique,
  workloadsHoldSomething,
  consumersMayDoSomething,
  accessNamesExist,
  accessIsInOnePlace,
  usersRotate,
  accessKeysBelongToUsers,
  sessionLength,
  arnsMatchPartition,
  operatorsAreOfTheAccount,
  operatorsAreNotConsumers,
  customersHaveOwnRoles,
  trustFits,
  workloadsFitAStack,
  plainValuesFit,
  functionsCanBeTold,
];

const configurationRules: readonly ConfigurationRule[] = [
  environmentNamesAreUnique,
  oneDetectorPerRegion,
  oneWatcherPerRegion,
  qualifiersAreUnique,
  oneIdentityProviderPerAccount,
  readOnlyNamesAreFree,
  deliveredNamesAreApart,
  externalIdsAreGenerated,
  externalIdsAreUnique,
  physicalNamesFit,
  physicalNamesAreUnique,
];

const lenientSchema = lenient(configurationSchema);

/** @param shape mistakes that are already known: what they hide is not judged */
function ruleFindings(view: ConfigurationView, today: Date, shape: readonly Finding[]): Finding[] {
  const environments = entries(view.environments, ['environments']);
  const all = environments.map(({ item }) => item);
  return [
    ...environments.flatMap(({ item, at }) =>
      applyDeviations(
        environmentRules.flatMap((rule) => rule(item, at, all)),
        item,
        { path: at, today, isWhole: !shape.some(({ path }) => path[1] === at[1]) },
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
  const shape = shapeFindings(parsed.error?.issues ?? [], configuration);
  const findings = [
    ...shape,
    ...(view.success ? ruleFindings(view.data as ConfigurationView, source.today, shape) : []),
  ];
  if (!parsed.success || findings.length > 0) throw new ConfigurationError(findings, source.file, configuration);
  return parsed.data;
}
