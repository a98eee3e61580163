import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { violations, readBooks } from '../support/invariants';
import { studioViolations } from '../support/studio-invariants';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

type Service = FaultRule['service'];
type Way = 'kill' | 'fail-before' | 'fail-after';

/** Everything of one kind that a function does in a step, one call after another. */
type Struck = {
  name: string;
  function: string;
  /** Brings the task to the step. */
  before: () => Promise<void>;
  /** Runs it, with the fault. */
  step: () => Promise<unknown>;
};

const services: Service[] = ['database', 'storage', 'http', 'openapi'];
const ways: Way[] = ['kill', 'fail-before', 'fail-after'];
const maxCalls = 150;

describe('a fault at every call', () => {
  let studio: TaskStudio;
  let putPhotos: () => void;
  let ordersBefore = 0;
  const desk = createTaskDesk(() => studio);

  beforeAll(async () => {
    studio = await openTaskStudio();
    await studio.member('alice');
    await desk.photos();
    putPhotos = desk.keepPhotos();
  });
  afterAll(() => studio.close());

  async function begin(): Promise<void> {
    studio.cloud.faults([]);
    studio.cloud.cloud.reset({ seed: true });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    desk.reset();
    await studio.member('alice');
    putPhotos();
    ordersBefore = studio.dashscope.orders().length;
  }

  /** The tap again, and then nothing but the timer. */
  async function settle(): Promise<void> {
    studio.cloud.faults([]);
    await desk.submit();
    await desk.finish();
    await desk.pass(3_600);
    await desk.pass(7_200);
  }

  const submitted = async () => {
    await desk.submit();
  };
  const struck: Struck[] = [
    { name: 'submit', function: 'fitting', before: async () => {}, step: () => desk.submit() },
    { name: 'start', function: 'tick', before: submitted, step: () => desk.pass(0) },
    {
      name: 'poll, store and check',
      function: 'tick',
      before: async () => {
        await submitted();
        await desk.move();
      },
      step: () => desk.pass(30),
    },
    {
      name: 'finish',
      function: 'tick',
      before: async () => {
        await submitted();
        await desk.move();
        await desk.pass(30);
      },
      step: () => desk.pass(60),
    },
    {
      name: 'cancel',
      function: 'queue',
      before: submitted,
      step: () => desk.cancel(),
    },
  ];

  it.each(struck)(
    'of $name ends every picture once',
    async ({ before, step, ...flow }) => {
      const broken: string[] = [];
      let tried = 0;
      for (const service of services) {
        for (const fault of ways) {
          for (let nth = 1; nth <= maxCalls; nth += 1) {
            await begin();
            await before();
            studio.cloud.faults([{ service, function: flow.function, nth, times: 1, fault }]);
            await step().catch(() => undefined);
            const [rule] = studio.cloud.cloud.faults.list();
            if ((rule?.fired ?? 0) === 0) break;
            tried += 1;
            const creates = () => studio.dashscope.orders().length - ordersBefore;
            const soon = studioViolations(studio.cloud, { creates: creates() });
            await settle();
            const found = [
              ...soon,
              ...studioViolations(studio.cloud, { settled: true, creates: creates() }),
              ...violations(readBooks(studio.cloud), { settled: true }),
            ];
            broken.push(...found.map((text) => `${fault} at ${service} ${nth}: ${text}`));
          }
        }
      }
      expect(broken).toEqual([]);
      expect(tried).toBeGreaterThan(5);
    },
    1_800_000,
  );
});
