import { z } from 'zod';

/** What is left of a configuration when its invalid parts are taken out: anything may be missing. */
export type Lenient<Value> = Value extends readonly (infer Item)[]
  ? readonly (Lenient<Item> | undefined)[]
  : Value extends object
    ? { readonly [Key in keyof Value]?: Lenient<Value[Key]> }
    : Value;

/**
 * The same schema, made to drop what is invalid instead of refusing the whole, with defaults filled in where nothing was
 * written.
 *
 * The checks across fields run on its result, so that one run reports every mistake: zod alone skips them as soon as any
 * field is wrong.
 */
export function lenient(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(
      Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, value]) => [
        key,
        dropInvalid(value, unknownOf(value)),
      ]),
    );
    return z.object(shape);
  }
  if (schema instanceof z.ZodArray) return z.array(dropInvalid(schema.element as z.ZodType));
  if (schema instanceof z.ZodRecord) return z.record(z.string(), dropInvalid(schema.valueType as z.ZodType));
  if (schema instanceof z.ZodDefault) {
    return lenient(schema.unwrap() as z.ZodType).default(schema.def.defaultValue);
  }
  if (schema instanceof z.ZodPrefault) {
    return lenient(schema.unwrap() as z.ZodType).prefault(schema.def.defaultValue);
  }
  if (schema instanceof z.ZodOptional) return lenient(schema.unwrap() as z.ZodType).optional();
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const options = schema.options.map((option) => {
      const object = option as z.ZodObject;
      // The discriminator stays strict: without it nobody can say which kind was meant.
      const kind = object.shape[discriminator] as z.ZodType;
      return (lenient(object) as z.ZodObject).extend({ [discriminator]: kind });
    });
    return z.union(options);
  }
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map((option) => lenient(option as z.ZodType)));
  return schema;
}

/**
 * What stands for an invalid field whose absence would mean something: an object of which nothing is known, or a list of
 * which no entry is. Otherwise `files: 'yes'` would count as a workload without files.
 */
function unknownOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unknownOf(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodObject) {
    const keys = Object.keys(schema.shape);
    return Object.fromEntries(keys.map((key) => [key, unknownOf(schema.shape[key] as z.ZodType)]));
  }
  if (schema instanceof z.ZodDiscriminatedUnion) return undefined;
  return schema instanceof z.ZodUnion && schema.options.some((option) => option instanceof z.ZodArray) ? [] : undefined;
}

function dropInvalid(schema: z.ZodType, unknown?: unknown): z.ZodType {
  return lenient(schema).optional().catch(unknown);
}
