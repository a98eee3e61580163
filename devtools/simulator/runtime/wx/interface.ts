import { showModal, type ModalOptions } from '../phone/modal';
import { chooseAction } from '../phone/sheets';
import { toast, type ToastOptions } from '../phone/toast';
import { api, ApiFailure } from './api';

/** Toasts, dialogs and sheets. */
export const interfaceApis = {
  showToast: api('showToast', (options: ToastOptions) => toast.show(options)),
  hideToast: api('hideToast', () => toast.hide()),
  showLoading: api('showLoading', ({ title, mask }: { title: string; mask?: boolean }) =>
    toast.show({ title, mask, icon: 'loading', duration: Infinity }),
  ),
  hideLoading: api('hideLoading', () => toast.hide()),
  showModal: api('showModal', async (options: ModalOptions) => {
    for (const [name, limit] of [
      ['cancelText', 4],
      ['confirmText', 4],
    ] as const) {
      if ((options[name]?.length ?? 0) > limit)
        throw new ApiFailure(`${name} length should not larger than ${limit} Chinese characters`);
    }
    const { confirm, content } = await showModal(options);
    return { confirm, cancel: !confirm, content: content ?? null };
  }),
  showActionSheet: api(
    'showActionSheet',
    async ({
      itemList,
      itemColor,
      alertText,
    }: {
      itemList: string[];
      itemColor?: string;
      alertText?: string;
    }) => {
      if (itemList.length > 6)
        throw new ApiFailure('parameter error: itemList should not be larger than 6 items');
      const tapIndex = await chooseAction(itemList, alertText, itemColor);
      if (tapIndex === undefined) throw new ApiFailure('cancel');
      return { tapIndex };
    },
  ),
};
