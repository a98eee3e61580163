import { startCloud } from '../../../devtools/emulator/server';

/** What a cloud of the bench is started with. */
export type CloudServiceOptions = {
  functionsFolder: string;
  /** Absent: no collections are declared. */
  templatesFolder?: string;
  environment: Record<string, string>;
};

async function run(options: CloudServiceOptions): Promise<void> {
  const cloud = await startCloud({ port: 0, dataFolder: null, ...options });
  process.once('SIGTERM', () => {
    void cloud.close().finally(() => process.exit(0));
  });
  process.once('disconnect', () => process.exit(1));
  process.send?.({ url: cloud.url });
}

void run(JSON.parse(process.argv[2] ?? '{}') as CloudServiceOptions);
