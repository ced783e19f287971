/** Walks valibot schemas: generates values of them, also as a later release would write them, and finds their enums and fallbacks. */
import * as fc from "fast-check";
import * as v from "valibot";

type Schema = v.GenericSchema;

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && "~run" in value;

/** The schemas under a key of a schema. */
const parts = (schema: Schema, key: string): Schema[] => {
	const found: unknown = Reflect.get(schema, key);
	return (Array.isArray(found) ? found : [found]).filter(isSchema);
};
const entriesOf = (schema: Schema): [string, Schema][] =>
	Object.entries(Object(Reflect.get(schema, "entries"))).filter((entry): entry is [string, Schema] =>
		isSchema(entry[1]),
	);
const keyOf = (variant: Schema): string => String(Reflect.get(variant, "key"));
const discriminatorOf = (variant: Schema, option: Schema): Schema | undefined =>
	entriesOf(option).find(([name]) => name === keyOf(variant))?.[1];
const hasFallback = (schema: Schema): boolean => "fallback" in schema;

/** Every schema within one, itself first, with its path. `covered`: it or a schema around it has a fallback. */
function* within(
	schema: Schema,
	path = "",
	covered = false,
): Generator<{ schema: Schema; path: string; covered: boolean }> {
	const safe = covered || hasFallback(schema);
	yield { schema, path, covered: safe };
	for (const key of ["wrapped", "item", "value", "options", "items"])
		for (const [index, part] of parts(schema, key).entries())
			yield* within(part, key === "options" ? `${path}|${index}` : path, safe);
	for (const [name, part] of entriesOf(schema)) yield* within(part, `${path}.${name}`, safe);
}

/** The paths at which an unknown enum value is refused. The top-level type is left out: clients skip a frame of an unknown type. */
export const refusingWords = (schema: Schema): string[] =>
	[...within(schema)].flatMap(({ schema: part, path, covered }) => {
		if (covered) return [];
		if (part.type === "picklist") return [path];
		if (part.type !== "variant" || path === "") return [];
		const last = parts(part, "options").at(-1);
		const discriminator = last && discriminatorOf(part, last);
		return discriminator && hasFallback(discriminator) ? [] : [`${path}.${keyOf(part)}`];
	});

/** The paths at which any value is read as a known one: those with a fallback. */
export const lenientPlaces = (schema: Schema): string[] =>
	[...within(schema)].flatMap(({ schema: part, path }) => (hasFallback(part) ? [path] : []));

/** An enum value and fields that no schema has. */
const laterWord = fc.constantFrom("later_word", "constructor", "");
const laterFields = fc.constantFrom({}, { later: 1 }, { later: { of: ["a", "later", "release"] }, toString: "x" });

const texts = [
	"text",
	"shop.example",
	"",
	"18:00",
	"2026-12-25",
	"today",
	"pt",
	"https://shop.example",
	"visitor@shop.example",
	"c_0123456789abcdef",
	"#1f2937",
];
const numbers = [1, 7, 0, 0.5, 24, 1_795_340_000_000];

/** Values of a schema. `later`: some with enum values, kinds and fields of a later release. */
export function valuesOf(schema: Schema, later: boolean, top = true): fc.Arbitrary<unknown> {
	const inner = (part: Schema | undefined) => (part ? valuesOf(part, later, false) : fc.constant(undefined));
	const first = (key: string) => inner(parts(schema, key)[0]);
	const orLater = (values: fc.Arbitrary<unknown>) =>
		later && hasFallback(schema) ? fc.oneof(values, laterWord) : values;
	// The first part of a pipe is a schema; the others are rules on it.
	const [pipe] = parts(schema, "pipe");
	if (pipe) return valuesOf(pipe, later, top).filter((value) => v.is(schema, value));
	switch (schema.type) {
		case "string":
			return fc.constantFrom(...texts);
		case "number":
			return fc.constantFrom(...numbers);
		case "boolean":
			return fc.boolean();
		case "null":
			return fc.constant(null);
		case "literal":
			return orLater(fc.constant(Reflect.get(schema, "literal")));
		case "picklist":
			return orLater(fc.constantFrom(...v.parse(v.array(v.unknown()), Reflect.get(schema, "options"))));
		case "nullable":
			return orLater(fc.oneof(fc.constant(null), first("wrapped")));
		case "optional":
			return orLater(fc.oneof(fc.constant(undefined), first("wrapped")));
		case "nullish":
			return orLater(fc.oneof(fc.constant(null), fc.constant(undefined), first("wrapped")));
		case "array":
			return fc.oneof(
				fc.array(first("item"), { maxLength: 3 }),
				fc.array(first("item"), { minLength: 7, maxLength: 7 }),
			);
		case "union":
			return fc.oneof(...parts(schema, "options").map(inner));
		case "record":
			return fc.dictionary(fc.constantFrom("one", "two"), first("value"));
		case "variant": {
			const values = fc.oneof(...parts(schema, "options").map(inner));
			if (!later || top) return values;
			const kind = keyOf(schema);
			const unknown = fc.tuple(values, laterWord).map(([value, word]) => ({ ...Object(value), [kind]: word }));
			return fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: unknown });
		}
		case "object": {
			const known = fc.record(Object.fromEntries(entriesOf(schema).map(([name, part]) => [name, inner(part)])));
			return orLater(later ? fc.tuple(known, laterFields).map(([value, more]) => ({ ...more, ...value })) : known);
		}
		default:
			throw new Error(`There are no values of "${schema.type}" yet.`);
	}
}
