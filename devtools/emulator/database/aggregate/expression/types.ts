import type { Document, MaybeValue, Value } from '../../values';

/** An aggregation expression as a function of the document; its value may share structure with the document. */
export type Expression = {
  evaluate: (document: Document) => MaybeValue;
  /** The value when it is the same for every document. */
  constant?: Value;
};

export type Compiler = {
  compile: (source: Value) => Expression;
  /** A compiler that also resolves these variables (names without `$$`). */
  with: (variables: Iterable<readonly [name: string, value: Expression]>) => Compiler;
};

/** Compiles `{ [operator]: operand }`; throws when the operand is malformed. */
export type CompileOperator = (operand: Value, compiler: Compiler) => Expression;
export type Operators = [name: string, compile: CompileOperator][];

/** Variables defined outside the expression: `NOW`, and the `let` of a `$lookup`. */
export type Variables = ReadonlyMap<string, MaybeValue>;
