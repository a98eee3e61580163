import type { Preview } from '../../../../cloudfunctions/shared/contracts/admin';
import { CloudError } from '../../../services/cloud';
import { delay } from '../../../services/delay';
import { createRequestId } from '../../../services/request-id';
import { explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import type { DraftKind } from '../draft-kind';
import { previewDraft } from '../service';

/** The poll interval of a running preview. */
const askMs = 3_000;

type Owner = {
  target: () => string;
  kind: () => DraftKind;
  show: (preview: Preview) => void;
  setBusy: (isBusy: boolean) => void;
};

export type Previews = ReturnType<typeof createPreviews>;

/** Draws real pictures from unpublished texts, one at a time; polls each until it has ended. */
export function createPreviews({ target, kind, show, setBusy }: Owner) {
  const asking = createGuard();
  /** The running preview, and the text it was started with: every poll repeats both. */
  let requestId = '';
  let text = '';
  let seen: string | null = null;
  let cancel = (): void => undefined;

  function ask(): void {
    void asking.run(askOnce);
  }

  async function askOnce(): Promise<void> {
    cancel();
    if (requestId === '') requestId = createRequestId();
    setBusy(true);
    try {
      const words = kind() === 'scene' ? { sceneText: text } : { templateText: text };
      const { preview } = await previewDraft({ target: target(), requestId, ...words });
      if (preview.state === 'running') {
        cancel = delay(ask, askMs);
      } else {
        requestId = '';
        if (preview.state === 'worked') seen = text;
        setBusy(false);
      }
      show(preview);
    } catch (error) {
      // After an unknown outcome the next try reuses the request id. After a refusal nothing was sent: it gets a new one.
      if (!(error instanceof CloudError) || error.failure !== 'OUTCOME_UNKNOWN') requestId = '';
      setBusy(false);
      toast(explain(error));
    }
  }

  return {
    /** The text of the last picture that was made. */
    seen: () => seen,
    make(next: string) {
      if (requestId === '') text = next;
      ask();
    },
    stop() {
      cancel();
    },
  };
}
