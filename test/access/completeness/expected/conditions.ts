import type { Environment } from '../../../../lib/config/parameters';
import type { Condition } from '../../../../tools/access/rows/access-row';

/** Conditions, written anew for the expectation: nothing here is taken from what the policies are made of. */

export const always: Condition = { all: [] };

export function test(operator: string, key: string, ...values: readonly string[]): Condition {
  return { operator, key, values };
}

export function all(...parts: readonly Condition[]): Condition {
  return { all: parts };
}

/** The key is absent, or the test on it holds. */
export function absentOr(key: string, condition: Condition): Condition {
  return { any: [test('Null', key, 'true'), condition] };
}

/** The key is used by S3 or Secrets Manager on behalf of the caller, never by the caller itself. */
export function through({ region }: Pick<Environment, 'region'>, ...services: readonly ('s3' | 'secretsmanager')[]) {
  return test('StringEquals', 'kms:ViaService', ...services.map((service) => `${service}.${region}.amazonaws.com`));
}

/** A service acts for one of our own resources. */
export function from(account: string, source: Condition): Condition {
  return all(test('StringEquals', 'aws:SourceAccount', account), source);
}

/** All rows that are named, and none of another secret. */
export function ownRows(...secrets: readonly string[]): Condition {
  return all(
    test('ForAllValues:StringEquals', 'dynamodb:LeadingKeys', ...secrets),
    test('Null', 'dynamodb:LeadingKeys', 'false'),
  );
}
