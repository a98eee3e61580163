import { createDrawings } from '../../../devtools/providers/painter/drawings';
import { startDashscope } from '../../../devtools/providers/dashscope/server';

/** `behaviour`: how the stub treats every order. */
export type VendorServiceOptions = { apiKey: string; behaviour: string };

/** The try-on vendor. The bench measures the queue, so all orders behave alike. */
async function run({ apiKey, behaviour }: VendorServiceOptions): Promise<void> {
  const drawings = createDrawings();
  const vendor = await startDashscope({ port: 0, apiKeys: [apiKey], latencyMs: 0, drawings });
  vendor.setRules([{ behaviour }]);
  process.once('SIGTERM', () => {
    void Promise.all([vendor.close(), drawings.close()]).finally(() => process.exit(0));
  });
  process.once('disconnect', () => process.exit(1));
  process.send?.({ url: vendor.url });
}

void run(JSON.parse(process.argv[2] ?? '{}') as VendorServiceOptions);
