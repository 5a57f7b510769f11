import { isObject } from '../access/template';
import { type Operation, UnknownRequest } from './operation';
import { recordOf, textOf } from './parameters';
import type { Question } from './questions';
import type { Room } from './room';

const singleCalls = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'];

/** By which right DynamoDB judges one part of a transaction. */
const partActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * What DynamoDB judges: a transaction is judged by each of its parts, and has no right of its own.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @throws UnknownRequest
 */
export function tableQuestions({ name, parameters }: Operation, room: Room): Question[] {
  if (singleCalls.includes(name)) return [question(name, parameters, room)];
  if (name !== 'TransactWriteItems' && name !== 'TransactGetItems') {
    throw new UnknownRequest(`dynamodb:${name} is unknown; add it to tools/gate/table-questions.ts`);
  }
  return (parameters.TransactItems as unknown[]).flatMap((item) =>
    Object.entries(recordOf(item)).map(([part, content]) => {
      const action = partActions[part];
      if (action === undefined) throw new UnknownRequest(`${part} in ${name} is unknown`);
      const asked = question(action, recordOf(content), room);
      return { ...asked, context: { ...asked.context, 'dynamodb:EnclosingOperation': name } };
    }),
  );
}

function question(name: string, parameters: Readonly<Record<string, unknown>>, room: Room): Question {
  return {
    action: `dynamodb:${name}`,
    resource: room.tableArn(textOf(parameters.TableName)),
    context: {
      'dynamodb:LeadingKeys': [leadingKey(parameters, room)],
      ...(parameters.ReturnValues === undefined ? {} : { 'dynamodb:ReturnValues': textOf(parameters.ReturnValues) }),
    },
  };
}

/** Value of the partition key, the first of the table's key schema. */
function leadingKey(parameters: Readonly<Record<string, unknown>>, room: Room): string {
  const partitionKey = room.partitionKeyOf(textOf(parameters.TableName));
  const item = parameters.Key ?? parameters.Item;
  if (isObject(item)) return attribute(item[partitionKey]);
  // A query names its key in an expression: `#k = :v AND …`, or the name itself.
  const names = isObject(parameters.ExpressionAttributeNames) ? parameters.ExpressionAttributeNames : {};
  const values = recordOf(parameters.ExpressionAttributeValues);
  for (const [, left = '', right = ''] of textOf(parameters.KeyConditionExpression).matchAll(
    /([#\w]+)\s*=\s*(:\w+)/g,
  )) {
    if ((names[left] ?? left) === partitionKey) return attribute(values[right]);
  }
  throw new UnknownRequest('the query names no partition key');
}

function attribute(value: unknown): string {
  return String(Object.values(recordOf(value))[0]);
}
