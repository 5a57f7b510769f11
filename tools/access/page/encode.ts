import { groupedBy } from '../grouped';
import type { AccessRow, DecidingStatement } from '../rows/access-row';
import type { ConcreteRequest } from '../rows/holds';
import { resourceName } from '../rows/words';
import { levels } from './level';
import type {
  DifferenceRecord,
  EnvironmentRecord,
  OneSidedRecord,
  PageData,
  PrincipalRecord,
  RequestRecord,
  ResourceRecord,
  StatementRecord,
  WayRecord,
} from './page-data';
import { type ChangedRow, type PageDifference, type PageInput, reaches, type RowOnOneSide } from './page-input';
import { resourceNames } from './resource-names';
import { summaryOf } from './summary';

/** A list in which everything stands once, and is known by its place. */
class Once<Item> {
  public readonly items: Item[] = [];
  private readonly places = new Map<string, number>();

  public place(item: Item): number {
    const key = JSON.stringify(item);
    const known = this.places.get(key);
    if (known !== undefined) return known;
    this.places.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}

interface Together<Item> {
  readonly ways: readonly WayRecord[];
  readonly items: readonly Item[];
}

/** Writes rows as the page keeps them. */
class Encoder {
  private readonly texts = new Once<string>();
  private readonly conditions = new Once<AccessRow['conditions']>();
  private readonly statements = new Once<StatementRecord>();
  private readonly principals = new Once<PrincipalRecord>();
  private readonly resources = new Once<ResourceRecord>();

  public constructor(private readonly names: ReadonlyMap<string, string>) {}

  public get lists() {
    return {
      texts: this.texts.items,
      conditions: this.conditions.items,
      statements: this.statements.items,
      principals: this.principals.items,
      resources: this.resources.items,
    };
  }

  /** Rows that differ in their action alone are one way, which stands where the first of them stood. */
  public ways(rows: readonly AccessRow[]): WayRecord[] {
    return this.together(rows, (row) => [row]).flatMap(({ ways }) => ways);
  }

  /** The same for rows that belong together, with the items that they belong to. */
  public together<Item>(items: readonly Item[], rowsOf: (item: Item) => readonly AccessRow[]): Together<Item>[] {
    const groups = groupedBy(items, (item) => JSON.stringify(rowsOf(item).map((row) => this.wayWithoutActions(row))));
    return [...groups].map(([key, own]) => {
      const actions = own.flatMap((item) => rowsOf(item).map((row) => this.texts.place(row.action)));
      const ways = (JSON.parse(key) as WayRecord[]).map(
        ([principal, resource, level, condition, statements, , ...more]): WayRecord => [
          principal,
          resource,
          level,
          condition,
          statements,
          [...new Set(actions)],
          ...more,
        ],
      );
      return { ways, items: own };
    });
  }

  /** The first request that is known: of ways that are one to people, one shows what all of them are. */
  public request(
    candidates: readonly { readonly row: AccessRow; readonly witness?: ConcreteRequest }[],
  ): RequestRecord | null {
    for (const { row, witness } of candidates) {
      if (witness === undefined) continue;
      const place = (text: string) => this.texts.place(text);
      const context = Object.entries(witness.context).map(
        ([key, sent]) => [place(key), typeof sent === 'string' ? place(sent) : sent.map(place)] as const,
      );
      return [place(row.action), place(witness.resource), context];
    }
    return null;
  }

  private wayWithoutActions(row: AccessRow): WayRecord {
    const { principal, resource, level, conditions, deciding, maximumSessionSeconds, alsoNeeds } = row;
    const { kind, id, constructPath } = principal;
    const name = this.names.get(resource);
    return [
      this.principals.place(constructPath === undefined ? [kind, id] : [kind, id, constructPath]),
      this.resources.place(name === undefined || name === resourceName(resource) ? [resource] : [resource, name]),
      levels.indexOf(level),
      this.conditions.place(conditions),
      deciding.map((statement) => this.statement(statement)),
      [],
      ...(maximumSessionSeconds === undefined && alsoNeeds === undefined
        ? ([] as const)
        : ([{ maximumSessionSeconds, alsoNeeds }] as const)),
    ];
  }

  private statement({ policy, effect, statement, stack, logicalId, constructPath, source }: DecidingStatement): number {
    const place = (text: string) => this.texts.place(text);
    return this.statements.place([
      place(policy),
      place(effect),
      place(typeof statement === 'number' ? `#${String(statement)}` : statement),
      place(stack),
      place(logicalId),
      place(constructPath),
      ...(source === undefined ? ([] as const) : ([place(source)] as const)),
    ]);
  }
}

function oneSided(encoder: Encoder, rows: readonly RowOnOneSide[]): OneSidedRecord[] {
  const groups = encoder.together(rows, ({ row }) => [row]);
  return groups.flatMap(({ ways, items }) => ways.map((way) => [way, encoder.request(items)] as const));
}

function requestsOf(encoder: Encoder, changes: readonly ChangedRow[]) {
  return [
    encoder.request(changes.map(({ head, nowAllowed }) => ({ row: head, witness: nowAllowed }))),
    encoder.request(changes.map(({ base, noLongerAllowed }) => ({ row: base, witness: noLongerAllowed }))),
  ] as const;
}

function differenceRecord(encoder: Encoder, { base, head, gained, lost, changed }: PageDifference): DifferenceRecord {
  const rows = [...gained.map(({ row }) => row), ...lost.map(({ row }) => row), ...changed.map((one) => one.head)];
  const names = new Set(rows.map((row) => row.environment));
  return {
    base,
    head,
    environments: [...names].map((name) => ({
      name,
      gained: oneSided(
        encoder,
        gained.filter(({ row }) => row.environment === name),
      ),
      lost: oneSided(
        encoder,
        lost.filter(({ row }) => row.environment === name),
      ),
      changed: reaches.flatMap((reach) => {
        const own = changed.filter((one) => one.head.environment === name && (one.reach ?? 'other') === reach);
        return encoder
          .together(own, (change) => [change.base, change.head])
          .flatMap(({ ways: [before, after], items }) =>
            before && after ? [[reach, before, after, ...requestsOf(encoder, items)] as const] : [],
          );
      }),
    })),
  };
}

export function encode({ environments, difference }: PageInput): PageData {
  const changed = difference?.changed.flatMap(({ base, head }) => [base, head]) ?? [];
  const oneSide = [...(difference?.gained ?? []), ...(difference?.lost ?? [])].map(({ row }) => row);
  const inDifference = [...oneSide, ...changed];
  const encoder = new Encoder(resourceNames([...environments.flatMap(({ rows }) => rows), ...inDifference]));
  const encoded = environments.map((environment): EnvironmentRecord => {
    const { name, account, region, rows } = environment;
    return { name, account, region, summary: summaryOf(environment), ways: encoder.ways(rows) };
  });
  const differences = difference === undefined ? {} : { difference: differenceRecord(encoder, difference) };
  return { ...encoder.lists, environments: encoded, ...differences };
}
