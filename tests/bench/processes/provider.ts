import { createDrawings } from '../../../devtools/providers/painter/drawings';
import type { Drawings } from '../../../devtools/providers/painter/drawings';
import { startZhipu } from '../../../devtools/providers/zhipu/server';

export type ProviderServiceOptions = { apiKey: string; latencyMs: number };

/** Draws one picture and returns it for every prompt: the bench measures the service, not the painter. */
function createPreparedDrawings(): Drawings {
  const real = createDrawings();
  let prepared: ReturnType<Drawings['draw']> | undefined;
  return { ...real, draw: (drawing) => (prepared ??= real.draw(drawing)) };
}

async function run({ apiKey, latencyMs }: ProviderServiceOptions): Promise<void> {
  const drawings = createPreparedDrawings();
  const provider = await startZhipu({ port: 0, apiKeys: [apiKey], latencyMs, drawings });
  process.once('SIGTERM', () => {
    void Promise.all([provider.close(), drawings.close()]).finally(() => process.exit(0));
  });
  process.once('disconnect', () => process.exit(1));
  process.send?.({ url: provider.url });
}

void run(JSON.parse(process.argv[2] ?? '{}') as ProviderServiceOptions);
