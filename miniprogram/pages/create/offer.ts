import type { Template } from '../../../cloudfunctions/shared/contracts/aiGenerate';
import { getOptions, getTemplates } from '../../services/ai-generate';
import type { GenerateOptions } from '../../services/ai-generate';
import { CloudError } from '../../services/cloud';
import { explain } from '../../utils/dialog';

export type OfferPage = {
  showOptions: (options: GenerateOptions) => void;
  showTemplates: (templates: Template[]) => void;
  failed: (isOffline: boolean) => void;
};

export type Offer = ReturnType<typeof createOffer>;

const maxTemplates = 6;

/** Loads the choices of the page: the options, then a few templates. */
export function createOffer(page: OfferPage) {
  let templates: Template[] = [];

  const loadTemplates = async () => {
    try {
      const read = await getTemplates();
      templates = read.templates.slice(0, maxTemplates);
      page.showTemplates(templates);
    } catch (error) {
      // The page is usable without them; 灵感 offers them again.
      console.warn(explain(error));
    }
  };

  return {
    findTemplate: (id: string) => templates.find((template) => template.id === id) ?? null,

    async load() {
      try {
        page.showOptions(await getOptions());
        // Templates are below the fold and not waited for.
        void loadTemplates();
      } catch (error) {
        console.warn(explain(error));
        page.failed(error instanceof CloudError && error.failure === 'OFFLINE');
      }
    },
  };
}
