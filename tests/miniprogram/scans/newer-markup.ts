import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { scanWxml } from '../../../devtools/simulator/build/wxml';
import { isNewer } from '../../../scripts/package/lowest';

export type NewerAttribute = { file: string; line: number; name: string; version: string };

/** Attributes shared by all built-in tags. */
const common = { '1.0.0': 'id class style hidden', '2.7.1': 'aria-*' };

/**
 * Attributes and events of built-in tags by the base library version that introduced them, from
 * developers.weixin.qq.com/miniprogram/dev/component. `name=value` stands for a value introduced later than its
 * attribute.
 */
const versions: Record<string, Record<string, string>> = {
  view: {
    '1.0.0': 'hover-class hover-start-time hover-stay-time',
    '1.5.0': 'hover-stop-propagation',
  },
  text: { '1.1.0': 'selectable', '1.4.0': 'space decode', '2.12.1': 'user-select' },
  image: {
    '1.0.0': 'src mode bind:error bind:load',
    '1.5.0': 'lazy-load',
    '2.7.0': 'show-menu-by-longpress',
    '2.9.0': 'webp',
    '2.30.2': 'fade-in',
  },
  'scroll-view': {
    '1.0.0':
      'scroll-x scroll-y upper-threshold lower-threshold scroll-top scroll-left scroll-into-view scroll-with-animation enable-back-to-top bind:scroll bind:scrolltoupper bind:scrolltolower',
    '2.7.3': 'enable-flex',
    '2.8.2': 'scroll-anchoring',
    '2.10.1':
      'refresher-enabled refresher-threshold refresher-default-style refresher-background refresher-triggered bind:refresherpulling bind:refresherrefresh bind:refresherrestore bind:refresherabort',
    '2.12.0': 'enhanced bounces show-scrollbar paging-enabled fast-deceleration',
    '2.25.3': 'enable-passive',
    '3.1.0': 'scroll-into-view-offset',
  },
  swiper: {
    '1.0.0':
      'indicator-dots autoplay current interval duration circular vertical bind:change bind:animationfinish',
    '1.1.0': 'indicator-color indicator-active-color',
    '1.9.0': 'previous-margin next-margin display-multiple-items',
    '2.6.5': 'easing-function',
    '2.12.1': 'snap-to-edge',
  },
  'swiper-item': { '1.9.0': 'item-id', '2.12.1': 'skip-hidden-item-layout' },
  button: {
    '1.0.0':
      'size type plain disabled loading form-type hover-class hover-start-time hover-stay-time',
    '1.1.0': 'open-type open-type=contact bind:contact',
    '1.2.0': 'open-type=share open-type=getPhoneNumber bind:getphonenumber',
    '1.5.0': 'hover-stop-propagation session-from',
    '2.0.7': 'open-type=openSetting bind:opensetting',
    '2.1.0': 'open-type=feedback',
    '2.21.2': 'open-type=chooseAvatar bind:chooseavatar',
    '2.24.4': 'open-type=getRealtimePhoneNumber bind:getrealtimephonenumber',
    '2.32.3': 'open-type=agreePrivacyAuthorization bind:agreeprivacyauthorization',
  },
  input: {
    '1.0.0':
      'value type password placeholder placeholder-style placeholder-class disabled maxlength cursor-spacing focus auto-focus name bind:input bind:focus bind:blur bind:confirm',
    '1.1.0': 'confirm-type confirm-hold',
    '1.5.0': 'cursor',
    '1.9.0': 'selection-start selection-end',
    '1.9.90': 'adjust-position',
    '2.7.0': 'bind:keyboardheightchange',
    '2.8.2': 'hold-keyboard',
    '2.18.0': 'type=safe-password',
    '2.21.2': 'type=nickname bind:nicknamereview',
  },
  textarea: {
    '1.0.0':
      'value placeholder placeholder-style placeholder-class disabled maxlength auto-focus focus auto-height fixed cursor-spacing name bind:input bind:focus bind:blur bind:linechange bind:confirm',
    '1.5.0': 'cursor',
    '1.6.0': 'show-confirm-bar',
    '1.9.0': 'selection-start selection-end',
    '1.9.90': 'adjust-position',
    '2.7.0': 'bind:keyboardheightchange',
    '2.8.2': 'hold-keyboard',
    '2.10.0': 'disable-default-padding',
    '2.13.0': 'confirm-type',
    '2.16.0': 'confirm-hold',
  },
  form: { '1.0.0': 'report-submit bind:submit bind:reset', '2.6.2': 'report-submit-timeout' },
  picker: {
    '1.0.0': 'mode range range-key value start end fields disabled bind:change bind:cancel name',
    '2.11.0': 'header-text',
  },
  switch: { '1.0.0': 'checked disabled type color bind:change name' },
  slider: {
    '1.0.0': 'min max step disabled value color selected-color show-value bind:change name',
    '1.7.0': 'bind:changing',
    '1.9.0': 'activeColor backgroundColor block-size block-color',
  },
  progress: {
    '1.0.0': 'percent show-info stroke-width color active',
    '1.5.0': 'activeColor backgroundColor',
    '1.7.0': 'active-mode',
    '2.3.1': 'border-radius font-size',
    '2.4.1': 'bind:activeend',
    '2.8.2': 'duration',
  },
  label: { '1.0.0': 'for' },
  checkbox: { '1.0.0': 'value disabled checked color' },
  'checkbox-group': { '1.0.0': 'bind:change name' },
  radio: { '1.0.0': 'value disabled checked color' },
  'radio-group': { '1.0.0': 'bind:change name' },
  'rich-text': { '1.4.0': 'nodes', '2.4.1': 'space', '2.24.0': 'user-select' },
  navigator: { '1.0.0': 'url open-type hover-class hover-stay-time delta' },
  canvas: { '1.0.0': 'canvas-id disable-scroll', '2.7.0': 'type' },
  'match-media': { '2.11.1': 'min-width max-width width min-height max-height height orientation' },
  'page-meta': { '2.9.0': 'root-font-size page-style background-text-style background-color' },
  'root-portal': { '2.25.2': 'enable' },
};

/** Tags of the template language. */
const syntax = new Set(['block', 'template', 'slot', 'import', 'include', 'wxs']);
const anyEvent =
  /^(bind|catch|mut-bind|capture-bind|capture-catch):(tap|longpress|longtap|touchstart|touchmove|touchend|touchcancel|transitionend|animationend|animationstart|animationiteration)$/;
const untied = /^(wx:|data-|generic:|slot$|mark:|change:|model:)/;

/** Every attribute and event that the templates use on built-in tags and a base library before `lowest` lacks. */
export function findNewerAttributes(root: string, lowest: string): NewerAttribute[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.wxml'))
    .flatMap((file) => {
      const own = new Set(componentNames(join(root, file.replace(/\.wxml$/, '.json'))));
      const { tags } = scanWxml(readFileSync(join(root, file), 'utf8'));
      return tags
        .filter(({ name }) => !own.has(name) && !syntax.has(name))
        .flatMap(({ name: tag, line, attributes }) => {
          const known = tableOf(tag);
          if (known === null) return [{ file, line, name: `<${tag}>`, version: 'unknown' }];
          return attributes.flatMap((attribute) => {
            const name = attribute.name.replace(/^(bind|catch)(?=[a-z])(?!:)/, '$1:');
            // An attribute watched by a WXS handler (`change:name`) is a custom property.
            const isWatched = attributes.some((other) => other.name === `change:${name}`);
            if (untied.test(name) || anyEvent.test(name) || isWatched) return [];
            const version = versionIn(known, name, attribute.value);
            if (version !== 'unknown' && !isNewer(version, lowest)) return [];
            return [{ file, line: attribute.line, name: `${tag} ${name}`, version }];
          });
        });
    });
}

function tableOf(tag: string): Map<string, string> | null {
  const own = versions[tag];
  if (own === undefined) return null;
  const entries = [...Object.entries(common), ...Object.entries(own)];
  return new Map(
    entries.flatMap(([version, names]) => names.split(' ').map((name) => [name, version] as const)),
  );
}

function versionIn(known: Map<string, string>, name: string, value: string | undefined): string {
  if (name.startsWith('aria-')) return known.get('aria-*') ?? 'unknown';
  const general = known.get(name.replace(/^catch:/, 'bind:')) ?? 'unknown';
  const hasValues = name === 'open-type';
  const particular = known.get(`${name}=${value ?? ''}`);
  return particular ?? (hasValues && value !== undefined ? 'unknown' : general);
}

function componentNames(path: string): string[] {
  try {
    const { usingComponents = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
      usingComponents?: Record<string, string>;
    };
    return Object.keys(usingComponents);
  } catch {
    return [];
  }
}
