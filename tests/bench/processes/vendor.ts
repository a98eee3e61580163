import { createDrawings } from '../../../devtools/providers/painter/drawings';
import { startDashscope } from '../../../devtools/providers/dashscope/server';

/** `behaviour`: of every order, in the words of the stub. */
export type VendorServiceOptions = { apiKey: string; behaviour: string };

/** The vendor of try-ons. The bench measures the queue, so every order does the same. */
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
