import type { AccessRow } from '../../../tools/access/rows/access-row';
import { accessRows } from '../../../tools/access/rows/access-rows';
import { roomOf } from '../../support/room';
import { environments, named } from '../../support/templates';
import { differencesToRows } from './against-rows';
import { askAll } from './asked';

// Processor time is a second each; on a loaded machine that takes longer.
jest.setTimeout(120_000);

/** The comparison of the rows with the simulator has to name what is slipped into the rows. */

const prod = named(environments, 'prod');
const room = roomOf(prod);
const web = 'arn:aws:iam::333344445555:role/portal-prod-web';

async function found(change: (rows: readonly AccessRow[]) => readonly AccessRow[]): Promise<string[]> {
  const rows = await accessRows({ ...prod, stacks: room.stacks });
  const { access } = await askAll(room);
  return differencesToRows(change(rows), access, prod.account);
}

function isOfWeb({ principal, action }: AccessRow, wanted: string): boolean {
  return principal.id === web && action === wanted;
}

it('names nothing in the rows as they are', async () => {
  expect(await found((rows) => rows)).toEqual([]);
});

it('names a row that is missing', async () => {
  const lines = await found((rows) => rows.filter((row) => !isOfWeb(row, 's3:DeleteObject')));
  expect(lines).toEqual([
    expect.stringMatching(/^.*portal-prod-web: s3:DeleteObject on .*: says the simulator alone$/),
  ]);
});

it('names a row too many', async () => {
  const lines = await found((rows) => [
    ...rows,
    ...rows
      .filter((row) => isOfWeb(row, 's3:DeleteObject'))
      .map((row) => ({ ...row, action: 's3:DeleteObjectVersion' })),
  ]);
  expect(lines).toEqual([expect.stringMatching(/portal-prod-web: s3:DeleteObjectVersion on .*: say the rows alone$/)]);
});

it('names a row that tells fewer conditions', async () => {
  const lines = await found((rows) =>
    rows.map((row) => (isOfWeb(row, 's3:DeleteObject') ? { ...row, conditions: { all: [] } } : row)),
  );
  expect(lines).toEqual([
    expect.stringMatching(
      /portal-prod-web: s3:DeleteObject on .*: when .*aws:SecureTransport.* says the simulator, and when always say the rows$/,
    ),
  ]);
});
