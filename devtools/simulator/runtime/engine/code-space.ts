import {
  addGlobalErrorListener,
  addGlobalWarningListener,
  type GeneralComponent,
} from 'glass-easel';
import { MiniProgramEnv, type CodeSpace } from 'glass-easel-miniprogram-adapter';
import { theme } from '../phone/theme';
import { PhoneBackend } from './backend';
import { onAttached } from './ready';

/** Warnings of the framework that are harmless. */
const harmless =
  /as for-list|keys are not unique|is not a valid property|relation target is not a valid|wx:key|for-list/i;

type ComponentOptions = Record<string, unknown>;

export const environment = new MiniProgramEnv();
export const codeSpace: CodeSpace = environment.createCodeSpace('main', true);
export const backend = environment.associateBackend(new PhoneBackend(() => theme.current()));

/** Sets up what all components share. Call once, before any component is defined. */
export function prepareCodeSpace(): void {
  addGlobalErrorListener((error, method) => {
    console.error('[ge]', method ?? '', error);
    return false;
  });
  addGlobalWarningListener((message, component) => {
    const id = typeof component === 'string' ? component : component.is;
    // Skip warnings about packages, which the app's author cannot fix.
    if (!harmless.test(message) && !id.startsWith('miniprogram_npm/'))
      console.warn('[ge]', message, id);
    return false;
  });
  writeIdsToDocument();
  const space = codeSpace.getComponentSpace();
  codeSpace.setOverallBehavior(
    space.defineBehavior({
      lifetimes: {
        attached(this: unknown) {
          // `this` is the method caller of the component.
          onAttached((this as { _$: GeneralComponent })._$);
        },
      },
    }),
  );
  for (const name of ['form-field', 'form-field-group', 'form-field-button', 'component-export']) {
    space.defineBehavior({ is: `wx://${name}` });
  }
}

/** Keeps ids unchanged in the document for `#id` in WXSS and in tests; the adapter would add a random prefix. */
function writeIdsToDocument(): void {
  const space = codeSpace as unknown as {
    prepareComponentOptions(id: string, options?: ComponentOptions): [ComponentOptions, unknown];
  };
  const prepare = space.prepareComponentOptions.bind(codeSpace);
  space.prepareComponentOptions = (id, options) => {
    const [prepared, isolation] = prepare(id, options);
    return [{ ...prepared, idPrefixGenerator: () => '', writeIdToDOM: true }, isolation];
  };
}
