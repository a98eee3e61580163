import type * as z from 'zod';

/** The types that a field may have, and whether it may be missing. Derived from `date?` in a template, or from a zod type. */
export type FieldShape = { kinds: string[]; isOptional: boolean };
export type Fields = Record<string, FieldShape>;

type DeclaredFields = Record<string, { type: string }>;

export function fieldsOfTemplate(fields: DeclaredFields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { type }]) => {
      const kinds = type
        .replace('?', '')
        .split('|')
        .map((kind) => kind.trim());
      return [
        name,
        {
          kinds: kinds.filter((kind) => kind !== 'null'),
          isOptional: type.includes('?') || kinds.includes('null'),
        },
      ];
    }),
  );
}

/** The fields of an object, or of all members of a union of objects. */
export function fieldsOfSchema(schema: z.ZodType): Fields {
  const { def } = schema as unknown as Internal;
  if (def.options !== undefined) {
    return def.options.reduce<Fields>(
      (all, option) => ({ ...all, ...fieldsOfSchema(option as z.ZodType) }),
      {},
    );
  }
  const shape = def.shape ?? {};
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [
      name,
      { kinds: kindsOf(field), isOptional: field.safeParse(undefined).success },
    ]),
  );
}

type Internal = {
  def: {
    type: string;
    shape?: Record<string, z.ZodType>;
    innerType?: z.ZodType;
    in?: z.ZodType;
    options?: readonly unknown[];
  };
};

function kindsOf(schema: z.ZodType): string[] {
  const { def } = schema as unknown as Internal;
  if (def.innerType !== undefined) return kindsOf(def.innerType);
  if (def.in !== undefined) return kindsOf(def.in);
  if (def.options !== undefined && def.type === 'union') {
    return [...new Set(def.options.flatMap((option) => kindsOf(option as z.ZodType)))];
  }
  if (def.type === 'enum' || def.type === 'literal') return ['string'];
  return [def.type === 'record' ? 'object' : def.type];
}

/** `read`: fields that the row codec reads. `others`: fields that only writers, queries or people need. */
export function compareWithTemplate(read: Fields, declared: Fields, others: readonly string[]) {
  return [
    ...Object.keys(declared)
      .filter((name) => read[name] === undefined && !others.includes(name))
      .map((name) => `${name} is declared and not read`),
    ...others
      .filter((name) => read[name] !== undefined || declared[name] === undefined)
      .map((name) => `${name} is no field that is only written`),
    ...Object.entries(read).flatMap(([name, { kinds, isOptional }]) => {
      const there = declared[name];
      if (there === undefined) return [`${name} is read and not declared`];
      return [
        ...(kinds.some((kind) => kind === 'unknown' || there.kinds.includes(kind))
          ? []
          : [`${name} is declared as ${there.kinds.join()} and read as ${kinds.join()}`]),
        ...(there.isOptional && !isOptional ? [`${name} may be missing and is required`] : []),
      ];
    }),
  ];
}

/** `own`: fields of the contract that are renamed, derived or joined. */
export function compareWithContract(answered: Fields, read: Fields, own: readonly string[]) {
  return [
    ...own.filter((name) => answered[name] === undefined).map((name) => `${name} is not answered`),
    ...Object.entries(answered)
      .filter(([name]) => !own.includes(name))
      .flatMap(([name, { kinds }]) => {
        const field = read[name];
        if (field === undefined) return [`${name} is answered and not read`];
        // Dates are sent as text.
        const leaves = field.kinds.map((kind) => (kind === 'date' ? 'string' : kind));
        return kinds.some((kind) => leaves.includes(kind))
          ? []
          : [`${name} is answered as ${kinds.join()} and read as ${field.kinds.join()}`];
      }),
  ];
}
