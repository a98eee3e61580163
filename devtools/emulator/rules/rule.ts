import { PlainError } from '../plain-error';
import { toTokens } from './tokens';
import type { Token } from './tokens';

/** The variables of a rule: `auth.openid` is read as `auth('openid')`; undefined means absent. */
export type Scope = Partial<Record<'auth' | 'doc' | 'resource', (path: string) => unknown>>;

export type Rule = (scope: Scope) => boolean;

type Term = (scope: Scope) => unknown;

/**
 * Compiles a security rule of the cloud: a boolean, or an expression of `auth`, `doc`, `resource`, literals, `==`,
 * `!=`, `&&`, `||`, brackets and `/…/.test(…)`. Throws on the rest of the cloud's syntax instead of granting access.
 */
export function compileRule(rule: boolean | string): Rule {
  if (typeof rule === 'boolean') return () => rule;
  const tokens = toTokens(rule);
  const term = tokens === null ? null : parse(tokens);
  if (term === null) throw new PlainError(`the local cloud does not understand the rule: ${rule}`);
  return (scope) => term(scope) === true;
}

/** Null when the tokens do not form a rule. */
function parse(tokens: Token[]): Term | null {
  let position = 0;

  function take(text: string): boolean {
    const token = tokens[position];
    if (token?.kind !== 'sign' || token.text !== text) return false;
    position++;
    return true;
  }

  function either(): Term | null {
    return chain(
      both,
      '||',
      (left, right) => (scope) => left(scope) === true || right(scope) === true,
    );
  }

  function both(): Term | null {
    return chain(
      comparison,
      '&&',
      (left, right) => (scope) => left(scope) === true && right(scope) === true,
    );
  }

  function chain(
    next: () => Term | null,
    sign: string,
    join: (left: Term, right: Term) => Term,
  ): Term | null {
    let term = next();
    while (term !== null && take(sign)) {
      const right = next();
      term = right === null ? null : join(term, right);
    }
    return term;
  }

  function comparison(): Term | null {
    const left = value();
    if (left === null) return null;
    const isEqual = take('==');
    if (!isEqual && !take('!=')) return left;
    const right = value();
    return right === null ? null : (scope) => compare(left(scope), right(scope), isEqual);
  }

  function value(): Term | null {
    if (take('(')) {
      const term = either();
      return term !== null && take(')') ? term : null;
    }
    const token = tokens[position++];
    switch (token?.kind) {
      case 'literal':
        return () => token.value;
      case 'name':
        return reference(token.text);
      case 'pattern':
        return take('.test(') ? test(token.value) : null;
      default:
        return null;
    }
  }

  function test(pattern: RegExp): Term | null {
    const argument = either();
    if (argument === null || !take(')')) return null;
    return (scope) => {
      const text = argument(scope);
      return typeof text === 'string' && pattern.test(text);
    };
  }

  const term = either();
  return position === tokens.length ? term : null;
}

/** Null when rules have no such variable. */
function reference(name: string): Term | null {
  const [root = '', ...path] = name.split('.');
  switch (root) {
    case 'auth':
      return (scope) => scope.auth?.(path.join('.')) ?? null;
    case 'doc':
    case 'resource':
      // Undefined means unknown: a query without the field matches any value of it, and a file may have no owner.
      return (scope) => scope[root]?.(path.join('.')) ?? undefined;
    default:
      return null;
  }
}

/** Fails closed: with an unknown value both `==` and `!=` are false. */
function compare(left: unknown, right: unknown, isEqual: boolean): boolean {
  return left !== undefined && right !== undefined && (left === right) === isEqual;
}

/** The variable `auth` of a rule; absent for a caller without an openid. */
export function authOf(openid: string | undefined) {
  return (path: string): unknown => {
    if (openid === undefined) return undefined;
    return path === '' ? {} : path === 'openid' ? openid : undefined;
  };
}
