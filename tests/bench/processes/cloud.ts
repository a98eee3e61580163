import { startCloud } from '../../../devtools/emulator/server';
import { createSimulator } from '../../../devtools/simulator/server/simulator';
import { projectRoot } from '../folders';

/** The options of a cloud of the bench. */
export type CloudServiceOptions = {
  functionsFolder: string;
  /** No collections are declared if absent. */
  templatesFolder?: string;
  environment: Record<string, string>;
  /** Whether the phone is served on the same port. */
  hasPhone?: boolean;
};

async function run({ hasPhone = false, ...options }: CloudServiceOptions): Promise<void> {
  const phone = hasPhone ? await createSimulator({ projectRoot, liveReload: false }) : null;
  const cloud = await startCloud({
    port: 0,
    dataFolder: null,
    handlers: phone === null ? [] : [(request, response) => phone.handle(request, response)],
    ...options,
  });
  process.once('SIGTERM', () => {
    void cloud.close().finally(() => process.exit(0));
  });
  process.once('disconnect', () => process.exit(1));
  process.send?.({ url: cloud.url });
}

void run(JSON.parse(process.argv[2] ?? '{}') as CloudServiceOptions);
