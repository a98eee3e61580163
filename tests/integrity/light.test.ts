import fc from 'fast-check';
import { scan } from '../../cloudfunctions/shared/integrity/checks/scan';
import { createFindings } from '../../cloudfunctions/shared/integrity/rules/findings';
import type { Document } from '../../devtools/emulator/database/database';
import { fillPerson, now, openArchive, workRow } from './archive';
import type { Archive } from './archive';

/** Possible damages of a work, each as a change of fields. */
const damagedWork = fc.constantFrom<Document>(
  { status: 'lost' },
  { status: 'processing' },
  { status: 'cancelled' },
  { status: 'failed', seat: 'user_ann:20261121:1' },
  { seat: 'user_ann:20261121:1' },
  { seat: 'user_ben:20261121:2' },
  { seat: 'user_ann:20261121:x' },
  { seat: 'recovered:some' },
  { seat: 'released:some' },
  { seat: '' },
  { seat: 5 },
  { seat: null },
  { userId: 'user_gone' },
  { userId: 'user_cat' },
  { userId: 'user_ann' },
);
const damagedUser = fc.constantFrom<Document>(
  { generateCount: 0 },
  { generateCount: 2 },
  { generateCount: 2.5 },
  { generateCount: 'many' },
  { generateCount: null },
  { credits: -1 },
  { credits: 1.5 },
  { credits: 'none' },
  { createdAt: 'yesterday' },
  { createdAt: new Date(-1) },
  { userType: 'guest' },
  { userType: 'admin' },
);
const people = ['ann', 'anna', 'ben', 'cat'];
const damages = fc.array(
  fc.oneof(
    fc.tuple(fc.constant('works'), fc.integer({ min: 0, max: 19 }), damagedWork),
    fc.tuple(fc.constant('users'), fc.integer({ min: 0, max: 3 }), damagedUser),
    fc.tuple(fc.constant('gone'), fc.integer({ min: 0, max: 3 }), fc.constant<Document>({})),
    fc.tuple(fc.constant('busy'), fc.integer({ min: 0, max: 3 }), fc.constant<Document>({})),
  ),
  { maxLength: 5 },
);

describe('the light check', () => {
  let archive: Archive;

  beforeAll(async () => {
    archive = await openArchive({ withoutIndex: 'seat' });
  });
  beforeEach(() => fill());
  afterAll(() => archive.close());

  function fill(): void {
    archive.cloud.cloud.reset({ seed: false });
    for (const name of people.slice(0, 3)) {
      fillPerson(archive.cloud, name, { completed: 4, failed: 1 });
    }
    fillPerson(archive.cloud, 'cat', { completed: 0, failed: 0 });
  }

  function damage([kind, at, fields]: [string, number, Document]): void {
    const person = people[at] ?? 'ann';
    if (kind === 'users') archive.cloud.collection('users').put({ ...user(person), ...fields });
    if (kind === 'gone') archive.remove('users', `user_${person}`);
    if (kind === 'busy') fillPerson(archive.cloud, person, { completed: 60, failed: 0 });
    const works = archive.cloud.collection('works').rows();
    if (kind === 'works') archive.cloud.collection('works').put({ ...works[at % 15], ...fields });
  }

  const user = (name: string) =>
    archive.cloud.collection('users').rows({ _id: `user_${name}` })[0] ?? { _id: `user_${name}` };

  /** The findings of one scan. With `userIds` it reads every row; without, the database aggregates. */
  async function look(userIds?: string[]) {
    const findings = createFindings(Infinity);
    const { database } = archive.connection;
    const { statuses, users } = await scan(database, {
      ...{ mode: 'light', now, today: '20261121', clock: archive.clock, findings },
      ...{ inBackup: new Set<string>(), ...(userIds === undefined ? {} : { userIds }) },
    });
    const found = findings.list().map(({ problem, id, what }) => `${problem} ${id} ${what}`);
    return { found: [...new Set(found)].sort(), statuses, users };
  }

  const everybody = () => [
    ...new Set([
      ...people.map((name) => `user_${name}`),
      ...archive.cloud
        .collection('works')
        .rows()
        .map(({ userId }) => userId as string),
    ]),
  ];

  it('finds by sums what a look at every row finds', async () => {
    await fc.assert(
      fc.asyncProperty(damages, async (list) => {
        fill();
        list.forEach(damage);
        const [bySums, byRows] = [await look(), await look(everybody())];
        expect(bySums.found).toEqual(byRows.found);
        expect(bySums.statuses).toEqual(byRows.statuses);
      }),
      {
        numRuns: 60,
        examples: [
          [
            [
              ['works', 14, { seat: 'released:some' }],
              ['works', 0, { seat: 'released:some' }],
            ],
          ],
        ],
      },
    );
  });

  it('finds works of two users that share a released seat', async () => {
    archive.change('works', 'work_ann_5', { seat: 'released:some' });
    archive.change('works', 'work_ben_5', { seat: 'released:some' });

    const problems = (await look()).found.map((text) => text.split(' ').slice(0, 2).join(' '));

    expect(problems).toEqual([
      'duplicateSeat work_ann_5',
      'seatNotReleased work_ann_5',
      'seatNotReleased work_ben_5',
    ]);
  });

  it('finds works without an owner', async () => {
    for (const userId of ['', null, 5]) {
      fill();
      archive.change('works', 'work_ann_1', { userId });
      expect((await look()).found.join()).toContain('invalidWork work_ann_1');
    }
  });

  it('reads no row when the books agree', async () => {
    const { database } = archive.cloud.cloud;
    const asked: string[] = [];
    const handle = database.handle.bind(database);
    const listening = jest.spyOn(database, 'handle').mockImplementation((action, body) => {
      if (action === 'database.getDocument') asked.push(String(body['collectionName']));
      return handle(action, body);
    });
    expect((await look()).found).toEqual([]);
    listening.mockRestore();
    expect(asked.filter((name) => name === 'users' || name === 'works')).toEqual([]);
  });

  it('follows users and owners over many pages', async () => {
    const rows: Document[] = [];
    const owners: Document[] = [];
    for (let n = 0; n < 5200; n += 1) {
      const name = `p${String(n).padStart(5, '0')}`;
      rows.push(workRow(name, 1, 'completed'));
      // Only two thirds of the owners have a row.
      if (n % 3 > 0) owners.push({ ...user('ann'), _id: `user_${name}`, generateCount: 1 });
    }
    archive.cloud.collection('works').put(...rows);
    archive.cloud.collection('users').put(...owners);
    archive.change('users', 'user_p05000', { generateCount: 7 });
    const { found, users, statuses } = await look();
    expect(users).toBe(4 + owners.length);
    expect(statuses.completed).toBe(12 + rows.length);
    expect(found.filter((text) => text.startsWith('workWithoutUser'))).toHaveLength(1734);
    expect(found.filter((text) => text.startsWith('generateCount'))).toEqual([
      'generateCount user_p05000 记录 7，实际 1',
    ]);
  });
});
