import type { Settings } from '../runtime/phone/settings';
import { element, tapTarget } from '../dom';
import { clockControl } from './clock';
import { sizes, type Phone } from './phone';

/** The text sizes of WeChat that pages follow. */
const textScales = [1, 1.15, 1.3];

/** The controls beside the phone. */
export function createControls(phone: Phone): HTMLElement {
  const user = userControl(phone);
  const update = (changes: Partial<Settings>): void => phone.workshop()?.updateSettings(changes);
  const theme = segments('外观', ['跟随系统', '浅色', '深色'], (index) =>
    update({ theme: (['auto', 'light', 'dark'] as const)[index] ?? 'auto' }),
  );
  const platform = segments('系统', ['iOS', 'Android'], (index) =>
    update({ platform: (['ios', 'android'] as const)[index] ?? 'ios' }),
  );
  const text = segments('字号', ['标准', '大', '特大'], (index) =>
    update({ textScale: textScales[index] ?? 1 }),
  );
  const network = segments('网络', ['正常', '慢速', '断网'], (index) =>
    update({ network: (['normal', 'slow', 'offline'] as const)[index] ?? 'normal' }),
  );
  const size = segments(
    '宽度',
    sizes.map(({ label }) => label),
    (index) => {
      const chosen = sizes[index];
      if (chosen !== undefined) phone.resize(chosen);
    },
  );
  const album = checkbox('拒绝相册权限', (isOn) =>
    update({ denied: isOn ? ['scope.writePhotosAlbum'] : [] }),
  );
  size.choose(1);

  phone.onLoad(({ settings }) => {
    user.set(settings.user);
    theme.choose(['auto', 'light', 'dark'].indexOf(settings.theme));
    platform.choose(['ios', 'android'].indexOf(settings.platform));
    text.choose(textScales.indexOf(settings.textScale));
    network.choose(['normal', 'slow', 'offline'].indexOf(settings.network));
    album.set(settings.denied.includes('scope.writePhotosAlbum'));
  });

  const links = element('nav', 'links');
  for (const [label, address] of [
    ['控制台', '/console'],
    ['全屏手机', '/app.html'],
  ] as const) {
    const link = element('a', 'link', label);
    link.href = address;
    link.target = '_blank';
    links.append(link);
  }
  const title = element('h1', 'brand', 'AI 影像工坊');
  return element(
    'aside',
    'controls',
    title,
    element('p', 'hint', '手机运行真实页面，云端由本机的云函数提供。'),
    user.element,
    size.element,
    theme.element,
    platform.element,
    text.element,
    network.element,
    album.element,
    clockControl(phone),
    element(
      'div',
      'buttons',
      tapTarget('action', '重新启动', () => phone.restart()),
      tapTarget('action', '清除手机数据', () => clearPhone(phone)),
    ),
    links,
  );
}

type Segments = { element: HTMLElement; choose(index: number): void };

function segments(label: string, names: string[], onChoose: (index: number) => void): Segments {
  const buttons = names.map((name, index) =>
    tapTarget('segment', name, () => {
      choose(index);
      onChoose(index);
    }),
  );
  const choose = (chosen: number): void => {
    buttons.forEach((button, index) =>
      button.setAttribute('aria-checked', String(index === chosen)),
    );
  };
  for (const button of buttons) button.setAttribute('role', 'radio');
  const row = element('div', 'segments', ...buttons);
  row.setAttribute('role', 'radiogroup');
  row.setAttribute('aria-label', label);
  return {
    element: element('div', 'control', element('span', 'control-label', label), row),
    choose,
  };
}

function checkbox(
  label: string,
  onChange: (isOn: boolean) => void,
): { element: HTMLElement; set(isOn: boolean): void } {
  const box = element('input', '');
  box.type = 'checkbox';
  box.addEventListener('change', () => onChange(box.checked));
  return { element: element('label', 'check', box, label), set: (isOn) => (box.checked = isOn) };
}

/** A user is an openid; each tab may have its own. */
function userControl(phone: Phone): { element: HTMLElement; set(user: string): void } {
  const field = element('input', 'field');
  field.setAttribute('aria-label', '用户');
  field.setAttribute('list', 'users');
  field.spellcheck = false;
  const list = element('datalist', '');
  list.id = 'users';
  list.append(...['alice', 'bob', 'carol', 'admin-dora'].map((name) => new Option(name)));
  const go = (): void => {
    if (/[A-Za-z]/.test(field.value)) phone.restart(field.value.trim());
    else field.setCustomValidity('openid 至少含一个字母');
    field.reportValidity();
  };
  field.addEventListener('input', () => field.setCustomValidity(''));
  field.addEventListener('change', go);
  const form = element(
    'div',
    'control',
    element('span', 'control-label', '用户（openid）'),
    field,
    list,
  );
  return { element: form, set: (user) => (field.value = user) };
}

function clearPhone(phone: Phone): void {
  const user = phone.workshop()?.settings.user ?? '';
  for (const key of Object.keys(localStorage)) {
    if (['storage', 'privacy', 'permissions'].some((kind) => key.startsWith(`${kind}:${user}`)))
      localStorage.removeItem(key);
  }
  phone.restart();
}
