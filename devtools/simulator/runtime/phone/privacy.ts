import { appStore } from '../engine/app-store';
import { askModal } from './modal';
import { settings } from './settings';

type Resolve = (answer: { event: string; buttonId?: string }) => void;
type NeedListener = (resolve: Resolve, info: { referrer: string }) => void;

const storageKey = (): string => `privacy:${settings.user}`;
let isChecked = false;
let listener: NeedListener | undefined;
const waiting: (() => void)[] = [];

/** WeChat's privacy agreement: some APIs wait until the user has agreed, once per user. */
export const privacy = {
  setUp(usePrivacyCheck: boolean): void {
    isChecked = usePrivacyCheck;
  },

  needsAuthorization: (): boolean => isChecked && localStorage.getItem(storageKey()) !== 'agreed',

  onNeed(next: NeedListener): void {
    listener = next;
  },

  /** Called for a tap on `<button open-type="agreePrivacyAuthorization">`. */
  agreed(): void {
    localStorage.setItem(storageKey(), 'agreed');
    for (const go of waiting.splice(0)) go();
  },

  /** Whether the API may proceed. The app's own popup asks the user if it has one, otherwise WeChat's dialog. */
  async request(referrer: string): Promise<boolean> {
    if (!privacy.needsAuthorization()) return true;
    if (listener === undefined) {
      const agrees = await askModal({
        title: '用户隐私保护提示',
        content: `使用此功能前，请阅读并同意《${appStore.title}用户隐私保护指引》`,
        confirmText: '同意',
        cancelText: '拒绝',
      });
      if (agrees) privacy.agreed();
      return agrees;
    }
    const notify = listener;
    return new Promise((resolve) => {
      waiting.push(() => resolve(true));
      notify(
        ({ event }) => {
          if (event === 'agree') privacy.agreed();
          if (event === 'disagree') resolve(false);
        },
        { referrer },
      );
    });
  },
};
