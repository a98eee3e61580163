import { userIdOf, workIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { requireInvariants } from '../support/invariants';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const requests = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'];
const inOrder = (requestId: string): string[] =>
  [0, 1].map((index) => workIdOf(userIdOf('alice'), requestId, index));
const lost: FaultRule = { service: 'database', function: 'aiGenerate', fault: 'fail-after' };

describe('the two works of a double', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
    await studio.member('alice');
  });
  afterEach(() => studio.cloud.faults([]));
  afterAll(async () => {
    requireInvariants(studio.cloud);
    await studio.close();
  });

  async function idsOf(requestId: string): Promise<string[]> {
    const input = { requestId, prompt: '雨中的橘猫', mode: 'double' } as const;
    const { works } = succeeded(await studio.call('alice', 'aiGenerate', 'generate', input));
    return works.map(({ workId }) => workId);
  }

  it('have ids that sort both ways, so that their order is tested', () => {
    const sorted = requests.map((request) => {
      const [first = '', second = ''] = inOrder(request);
      return first < second;
    });

    expect(new Set(sorted)).toEqual(new Set([true, false]));
  });

  it.each(requests)(
    'come in their order when the answer of the commit was lost: %s',
    async (id) => {
      studio.cloud.faults([{ ...lost, operation: 'commit', times: 1 }]);

      expect(await idsOf(id)).toEqual(inOrder(id));
    },
  );

  it.each(requests)('come in the same order to the request that is repeated: %s', async (id) => {
    expect(await idsOf(id)).toEqual(inOrder(id));
  });
});
