import { type Assembly, resourceAt } from '../access/assembly';
import type { Principal } from '../access/principals';
import type { ProtectedResource } from '../access/resource-policies';
import { entriesOf, listOf } from '../access/template';
import { identityOfResolved } from '../access/physical-ids';

/** The names in requests, and what the synthesized templates say about whom they name. */
export class Room {
  public readonly account: string;
  public readonly region: string;
  private readonly partition: string;

  public constructor(private readonly assembly: Assembly) {
    const [stack] = assembly.stacks;
    if (stack === undefined) throw new Error('the gate needs the stacks of an environment');
    ({ account: this.account, region: this.region, partition: this.partition } = stack);
  }

  /** ARN in the room's account; regional unless it is IAM's. */
  public arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${service === 'iam' ? '' : this.region}:${this.account}:${resource}`;
  }

  public bucketArn(bucket: string): string {
    return `arn:${this.partition}:s3:::${bucket}`;
  }

  /** Whoever has that ARN. Absent for somebody whom no stack made: nothing is allowed to them here. */
  public principal(arn: string): Principal | undefined {
    return this.assembly.principals.find((principal) => principal.arn === arn);
  }

  public resource(arn: string): ProtectedResource | undefined {
    return resourceAt(this.assembly, arn);
  }

  /** The user's ARN with its path, which requests leave out. */
  public userArn(name: string): string {
    const known = this.assembly.principals.find(({ arn }) => arn.includes(':user/') && arn.endsWith(`/${name}`));
    return known?.arn ?? this.arn('iam', `user/${name}`);
  }

  /** Boundary of a user, for conditions on it. */
  public boundaryOf(userArn: string): string | undefined {
    const entry = entriesOf(this.assembly.stacks, 'AWS::IAM::User').find(
      (candidate) => identityOfResolved(candidate).attributes.Arn === userArn,
    );
    return entry?.resource.Properties?.PermissionsBoundary as string | undefined;
  }

  /** A request names a secret by its name, or by its ARN with or without the characters that AWS appends. */
  public secretArn(id: string): string {
    const secrets = entriesOf(this.assembly.stacks, 'AWS::SecretsManager::Secret');
    const found = secrets.find(({ resource, stack, logicalId }) => {
      const { ref } = identityOfResolved({ resource, stack, logicalId });
      return id === ref || id === resource.Properties?.Name || id === ref.slice(0, -7);
    });
    if (found !== undefined) return identityOfResolved(found).ref;
    return id.startsWith('arn:') ? id : this.arn('secretsmanager', `secret:${id}-000000`);
  }

  public keyArn(id: string): string {
    return id.startsWith('arn:') ? id : this.arn('kms', id.startsWith('alias/') ? id : `key/${id}`);
  }

  public tableArn(name: string): string {
    return name.startsWith('arn:') ? name : this.arn('dynamodb', `table/${name}`);
  }

  /** Name of the partition key. @throws Error for a table that no stack has */
  public partitionKeyOf(tableName: string): string {
    const name = tableName.split('/').at(-1);
    const table = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable']
      .flatMap((type) => entriesOf(this.assembly.stacks, type))
      .find(({ resource }) => resource.Properties?.TableName === name);
    const schema = table?.resource.Properties?.KeySchema as { AttributeName: string; KeyType: string }[] | undefined;
    const key = schema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
    if (key === undefined) throw new Error(`no stack has the table ${tableName}`);
    return key;
  }

  public eventBusArn(name: string): string {
    return name.startsWith('arn:') ? name : this.arn('events', `event-bus/${name}`);
  }

  /** ARN of the key that encrypts a secret; absent for the account's default key, whose policy allows its users. */
  public keyOfSecret(secretArn: string): string | undefined {
    const key = this.resource(secretArn)?.properties.KmsKeyId;
    return typeof key === 'string' ? this.keyArn(key) : undefined;
  }

  /** ARN of the function that rotates a secret; absent where no stack schedules its rotation. */
  public rotationFunctionOf(secretArn: string): string | undefined {
    const schedule = entriesOf(this.assembly.stacks, 'AWS::SecretsManager::RotationSchedule').find(
      ({ resource }) => resource.Properties?.SecretId === secretArn,
    );
    return schedule?.resource.Properties?.RotationLambdaARN as string | undefined;
  }

  public tagsOf(arn: string): Readonly<Record<string, string>> {
    const tags = this.resource(arn)?.properties.Tags as { Key: string; Value: string }[] | undefined;
    return Object.fromEntries(listOf(tags).map(({ Key, Value }) => [`aws:ResourceTag/${Key}`, Value]));
  }
}
