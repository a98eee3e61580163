import { element, tapTarget } from '../../dom';
import { openDialog } from './overlay';

export type ModalOptions = {
  title?: string | undefined;
  content?: string | undefined;
  showCancel?: boolean | undefined;
  cancelText?: string | undefined;
  cancelColor?: string | undefined;
  confirmText?: string | undefined;
  confirmColor?: string | undefined;
  editable?: boolean | undefined;
  placeholderText?: string | undefined;
};

export type ModalResult = { confirm: boolean; content?: string };

/** WeChat's modal dialog; only its buttons close it. */
export async function showModal(options: ModalOptions): Promise<ModalResult> {
  const { title, content, showCancel = true, editable = false } = options;
  const field = element('textarea', 'modal-field');
  field.value = editable ? (content ?? '') : '';
  field.placeholder = options.placeholderText ?? '';
  const result = await openDialog<ModalResult>(
    'modal',
    (close) => [
      element(
        'div',
        'modal-body',
        ...(title === undefined || title === '' ? [] : [element('div', 'modal-title', title)]),
        editable ? field : element('div', 'modal-content', content ?? ''),
      ),
      element(
        'div',
        'modal-actions',
        ...(showCancel
          ? [
              colored(
                tapTarget('modal-cancel', options.cancelText ?? '取消', () =>
                  close({ confirm: false }),
                ),
                options.cancelColor,
              ),
            ]
          : []),
        colored(
          tapTarget('modal-confirm', options.confirmText ?? '确定', () =>
            close({ confirm: true, ...(editable && { content: field.value }) }),
          ),
          options.confirmColor,
        ),
      ),
    ],
    { closesOnMask: false },
  );
  return result ?? { confirm: false };
}

export async function askModal(options: ModalOptions): Promise<boolean> {
  return (await showModal(options)).confirm;
}

function colored(button: HTMLButtonElement, color: string | undefined): HTMLButtonElement {
  if (color !== undefined) button.style.color = color;
  return button;
}
