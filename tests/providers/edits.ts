import type { ProviderOrder } from '../../cloudfunctions/shared/domain/provider/port';
import { createPlainDrawings } from '../../devtools/providers/painter/drawings';
import { startPictureHost } from '../support/pictures-at';
import type { PictureHost } from '../support/pictures-at';

type Stub = { close(): Promise<void>; setRules(rules: never[]): void };
type StubOptions = {
  apiKeys: string[];
  latencyMs: number;
  drawings: ReturnType<typeof createPlainDrawings>;
};

/** Setup for tests of a synchronous editing vendor: its stub, and an order with a garment that the stub can download. */
export function createEdits<S extends Stub>(
  startStub: (options: StubOptions) => Promise<S>,
  { apiKey, ...picture }: { apiKey: string; model: string; size: string },
) {
  let stub: S;
  let host: PictureHost;

  beforeAll(async () => {
    host = await startPictureHost();
    stub = await startStub({ apiKeys: [apiKey], latencyMs: 0, drawings: createPlainDrawings() });
  });
  afterAll(async () => {
    await stub.close();
    await host.close();
  });
  beforeEach(() => stub.setRules([]));

  return {
    stub: () => stub,
    order: (): ProviderOrder => ({
      ...{ capability: 'edit', mode: 'sync', quality: 'standard', ...picture },
      prompt: '图1的衣服挂在木衣架上',
      inputs: [{ url: host.url('AA2233'), role: 'garment' }],
      anonymousUserId: 'user-0123',
    }),
  };
}
