import type { Settings } from '../runtime/phone/settings';
import { element, tapTarget } from '../dom';
import { clockControl } from './clock';
import { sizes, type Phone } from './phone';

/** What a person in front of the phone may change. */
export function createControls(phone: Phone): HTMLElement {
  const user = userControl(phone);
  const update = (changes: Partial<Settings>): void => phone.workshop()?.updateSettings(changes);
  const theme = segments('外观', ['跟随系统', '浅色', '深色'], (index) =>
    update({ theme: (['auto', 'light', 'dark'] as const)[index] ?? 'auto' }),
  );
  const network = segments('网络', ['正常', '很慢', '断开'], (index) =>
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
    network.choose(['normal', 'slow', 'offline'].indexOf(settings.network));
    album.set(settings.denied.includes('scope.writePhotosAlbum'));
  });

  const links = element('nav', 'links');
  for (const [label, address] of [
    ['控制台', '/console'],
    ['只看手机', '/app.html'],
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
    element('p', 'hint', '手机里是真实的页面，云端是本机的云函数。'),
    user.element,
    size.element,
    theme.element,
    network.element,
    album.element,
    clockControl(phone),
    element(
      'div',
      'buttons',
      tapTarget('action', '重新打开', () => phone.restart()),
      tapTarget('action', '清空手机', () => clearPhone(phone)),
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

/** Everyone in the cloud is an openid; another tab may be another one at the same time. */
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
    else field.setCustomValidity('用户名至少含一个字母');
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
