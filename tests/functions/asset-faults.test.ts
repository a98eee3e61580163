import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { createAssetDesk, photo } from '../support/assets';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

/** More calls than any action makes to one service. */
const maxCalls = 80;
/** The minimum size: each photo is read, checked and copied hundreds of times here. */
const shirt = photo(300, 300, 3);
const portrait = photo(300, 300, 5);
const services = ['database', 'storage', 'openapi'] as const;

describe('photos while something fails', () => {
  let studio: Studio;
  const desk = createAssetDesk(() => studio);

  const moveTo = (offsetMs: number) => studio.cloud.control('PUT', '/local/clock', { offsetMs });

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  async function begin(): Promise<void> {
    studio.cloud.faults([]);
    studio.cloud.cloud.reset({ seed: true });
    await moveTo(0);
    await studio.member('alice');
  }

  /** Runs `act` repeatedly, each time with the fault at another of its calls; runs `check` after healing. */
  async function atEveryCall(
    fault: 'kill' | 'fail-before' | 'fail-after',
    prepare: () => Promise<void>,
    act: () => Promise<unknown>,
    check: () => Promise<void>,
  ): Promise<number> {
    let points = 0;
    for (const service of services) {
      for (let nth = 1; nth < maxCalls; nth += 1) {
        await begin();
        await prepare();
        const rule: FaultRule = { service, function: 'storage', nth, fault };
        studio.cloud.faults([rule]);
        await act().catch(() => undefined);
        if (studio.cloud.cloud.faults.list()[0]?.fired === 0) break;
        points += 1;
        studio.cloud.faults([]);
        // The open transaction of a dead call would lock its rows for 30 s; an import ends it.
        const { database } = studio.cloud.cloud;
        database.import([...database.export()]);
        try {
          await check();
        } catch (error) {
          throw new Error(`${fault} at call ${nth} of the ${service}`, { cause: error });
        }
      }
    }
    return points;
  }

  /** Waits past the deadlines of dead calls, so that lost verdicts are requested again. */
  async function heal(): Promise<void> {
    await desk.deliverVerdicts();
    for (const minutes of [3, 14, 17]) {
      await moveTo(minutes * 60_000);
      await tickNow(studio.cloud);
      await desk.deliverVerdicts();
    }
  }

  const registerShirt = () => desk.submit(desk.put(shirt), shirt);

  it.each(['kill', 'fail-before', 'fail-after'] as const)(
    'are registered when the call is repeated: %s at every call',
    async (fault) => {
      const points = await atEveryCall(
        fault,
        () => Promise.resolve(),
        registerShirt,
        async () => {
          succeeded(await registerShirt());
          await heal();
          expect(succeeded(await desk.list()).assets).toMatchObject([{ status: 'usable' }]);
          desk.expectConsistent();
        },
      );
      expect(points).toBeGreaterThan(20);
    },
  );

  it('are registered or removed when the call is not repeated: kill at every call', async () => {
    const points = await atEveryCall(
      'kill',
      async () => {
        succeeded(await desk.resolve(shirt));
      },
      () => desk.submit(desk.put(shirt, uploadName()), shirt),
      async () => {
        await heal();
        await moveTo(25 * 60 * 60_000);
        await tickNow(studio.cloud);
        const { assets } = succeeded(await desk.list());
        expect(assets.filter(({ status }) => status !== 'usable')).toEqual([]);
        desk.expectConsistent();
        expect(desk.rows('assets').filter(({ dueAt }) => dueAt !== null)).toEqual([]);
      },
    );
    expect(points).toBeGreaterThan(20);
  });

  const uploadName = () => {
    const [upload] = desk.rows('asset_uploads');
    return (upload?.['path'] as string).split('/').at(-1);
  };

  it('of a person are removed for good: kill at every call', async () => {
    const points = await atEveryCall(
      'kill',
      async () => {
        succeeded(await desk.register(portrait, 'person'));
      },
      async () => desk.remove(desk.asset()['_id'] as string),
      async () => {
        succeeded(await desk.remove(desk.asset()['_id'] as string));
        await moveTo(3 * 60_000);
        await tickNow(studio.cloud);
        expect(succeeded(await desk.list('person')).assets).toEqual([]);
        expect(desk.copies()).toEqual([]);
        desk.expectConsistent();
      },
    );
    expect(points).toBeGreaterThan(5);
  });
});
