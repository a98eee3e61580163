type Step = { style: Record<string, string>; durationMs: number; timing: string; delayMs: number };
type Timing = { duration?: number; timingFunction?: string; delay?: number };

const transforms = [
  'rotate',
  'rotateX',
  'rotateY',
  'rotateZ',
  'scale',
  'scaleX',
  'scaleY',
  'skew',
  'translate',
  'translateX',
  'translateY',
  'translateZ',
];
const styles = ['opacity', 'backgroundColor', 'width', 'height', 'top', 'left', 'right', 'bottom'];

/** `wx.createAnimation`: collects steps, which the `animation` attribute then plays. */
export function createAnimation(defaults: Timing = {}): Record<string, unknown> {
  let steps: Step[] = [];
  let transform: string[] = [];
  let style: Record<string, string> = {};
  const animation: Record<string, unknown> = {
    step(timing: Timing = {}) {
      const { duration = 400, timingFunction = 'linear', delay = 0 } = { ...defaults, ...timing };
      const all = transform.length === 0 ? style : { ...style, transform: transform.join(' ') };
      steps.push({ style: all, durationMs: duration, timing: timingFunction, delayMs: delay });
      transform = [];
      style = {};
      return animation;
    },
    export() {
      const exported = steps;
      steps = [];
      return { steps: exported };
    },
  };
  for (const name of transforms) {
    animation[name] = (...values: (number | string)[]) => {
      transform.push(`${name}(${values.map((value) => withUnit(name, value)).join(',')})`);
      return animation;
    };
  }
  for (const name of styles) {
    animation[name] = (value: number | string) => {
      const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      style[property] =
        typeof value === 'number' && name !== 'opacity' ? `${value}px` : String(value);
      return animation;
    };
  }
  return animation;
}

function withUnit(name: string, value: number | string): string {
  if (typeof value === 'string' || name.startsWith('scale')) return String(value);
  return name.startsWith('translate') ? `${value}px` : `${value}deg`;
}
