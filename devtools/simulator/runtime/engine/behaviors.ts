import { codeSpace } from './code-space';

const builtIn = new Map<string, unknown>();

/** Supports `behaviors: ['wx://form-field']`; the framework accepts behaviors only as objects. */
export function toStringBehaviors(definition: Record<string, unknown>): Record<string, unknown> {
  const { behaviors } = definition;
  if (!Array.isArray(behaviors) || !behaviors.some((behavior) => typeof behavior === 'string'))
    return definition;
  return {
    ...definition,
    behaviors: behaviors.map((one: unknown) => (typeof one === 'string' ? named(one) : one)),
  };
}

function named(name: string): unknown {
  if (!/^wx:\/\/(form-field(-group|-button)?|component-export)$/.test(name)) {
    throw new Error(`the behavior "${name}" is not built in the simulator`);
  }
  const known = builtIn.get(name) ?? codeSpace.componentEnv('', ({ Behavior }) => Behavior({}));
  builtIn.set(name, known);
  return known;
}
