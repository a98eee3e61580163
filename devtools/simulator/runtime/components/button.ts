import { chooseAvatar, openSettings, shareFromButton } from '../phone/open-types';
import { privacy } from '../phone/privacy';
import type { BuiltIn, Control } from './built-in';

export const button: BuiltIn = {
  tag: 'button',
  create(control) {
    const { host, render, text, flag, node } = control;
    render(['size', 'type', 'plain', 'disabled', 'loading'], () => {
      host.setAttribute('size', text('size'));
      host.setAttribute('type', text('type'));
      host.toggleAttribute('plain', flag('plain'));
      host.toggleAttribute('disabled', flag('disabled'));
      host.toggleAttribute('loading', flag('loading'));
    });
    node.addListener('tap', () => {
      if (!flag('disabled')) void run(control);
    });
    host.addEventListener('label-tap', () => void run(control));
  },
};

async function run(control: Control): Promise<void> {
  const { host, text, emit } = control;
  if (text('formType') !== '') {
    host.closest('wx-form')?.dispatchEvent(new CustomEvent(`form-${text('formType')}`));
  }
  switch (text('openType')) {
    case '':
      return;
    case 'share':
      shareFromButton(control.node);
      return;
    case 'chooseAvatar': {
      const avatarUrl = await chooseAvatar();
      if (avatarUrl !== undefined) emit('chooseavatar', { avatarUrl });
      return;
    }
    case 'openSetting':
      emit('opensetting', { errMsg: 'openSetting:ok', authSetting: await openSettings() });
      return;
    case 'agreePrivacyAuthorization':
      privacy.agreed();
      emit('agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' });
      return;
    case 'contact':
    case 'feedback':
      (globalThis as unknown as { wx: { showToast(options: object): void } }).wx.showToast({
        title: text('openType') === 'contact' ? '真机上会打开客服会话' : '真机上会打开意见反馈',
        icon: 'none',
      });
      emit('contact', {});
      return;
    default:
      console.error(`[simulator] <button open-type="${text('openType')}"> is not built`);
  }
}
