import type { AccessRow, DecidingStatement } from '../rows/access-row';
import { resourceName } from '../rows/words';
import { levels } from './level';
import type {
  DifferenceRecord,
  EnvironmentRecord,
  PageData,
  PrincipalRecord,
  ResourceRecord,
  StatementRecord,
  WayRecord,
} from './page-data';
import { type PageDifference, type PageInput, reaches } from './page-input';
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
    return this.together(rows.map((row) => [row])).flat();
  }

  /** The same for rows that belong together. */
  public together(groups: readonly (readonly AccessRow[])[]): WayRecord[][] {
    const actions = new Map<string, Set<number>>();
    for (const rows of groups) {
      const key = JSON.stringify(rows.map((row) => this.wayWithoutActions(row)));
      const known = actions.get(key) ?? new Set();
      for (const row of rows) known.add(this.texts.place(row.action));
      actions.set(key, known);
    }
    return [...actions].map(([key, places]) =>
      (JSON.parse(key) as WayRecord[]).map(([principal, resource, level, condition, statements, , ...more]) => [
        principal,
        resource,
        level,
        condition,
        statements,
        [...places],
        ...more,
      ]),
    );
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

function differenceRecord(encoder: Encoder, { base, head, gained, lost, changed }: PageDifference): DifferenceRecord {
  const names = new Set([...gained, ...lost, ...changed.map((change) => change.head)].map((row) => row.environment));
  const here = (name: string) => (row: AccessRow) => row.environment === name;
  return {
    base,
    head,
    environments: [...names].map((name) => ({
      name,
      gained: encoder.ways(gained.filter(here(name))),
      lost: encoder.ways(lost.filter(here(name))),
      changed: reaches.flatMap((reach) => {
        const own = changed.filter((change) => here(name)(change.head) && (change.reach ?? 'other') === reach);
        return encoder
          .together(own.map((change) => [change.base, change.head]))
          .flatMap(([before, after]) => (before && after ? [[reach, before, after] as const] : []));
      }),
    })),
  };
}

export function encode({ environments, difference }: PageInput): PageData {
  const changed = difference?.changed.flatMap(({ base, head }) => [base, head]) ?? [];
  const inDifference = [...(difference?.gained ?? []), ...(difference?.lost ?? []), ...changed];
  const encoder = new Encoder(resourceNames([...environments.flatMap(({ rows }) => rows), ...inDifference]));
  const encoded = environments.map((environment): EnvironmentRecord => {
    const { name, account, region, rows } = environment;
    return { name, account, region, summary: summaryOf(environment), ways: encoder.ways(rows) };
  });
  const differences = difference === undefined ? {} : { difference: differenceRecord(encoder, difference) };
  return { ...encoder.lists, environments: encoded, ...differences };
}
