/**
 * The API's description: it matches the routes, is valid OpenAPI 3.1, and its schemas compile in strict mode. Its examples are
 * accepted by the routes, and rules that schemas can't express are in its texts.
 */
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { type DeclaredRoute, describeApi, FILE, refusalsOf, routes } from "../../../scripts/openapi.ts";

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const REF = "#/components/schemas/";
const text = readFileSync(FILE, "utf8");
const document = v.parse(
	v.object({
		paths: v.record(v.string(), v.record(v.string(), v.record(v.string(), v.unknown()))),
		components: v.object({ schemas: v.record(v.string(), v.record(v.string(), v.unknown())) }),
	}),
	JSON.parse(text),
);

/** The schema with component references cut to their names, by which Ajv finds them. */
function local(schema: unknown): Json {
	const parsed: unknown = JSON.parse(JSON.stringify(schema).replaceAll(REF, ""));
	if (!isObject(parsed)) throw new Error("a schema is an object");
	return parsed;
}

/** Every schema outside the components: of parameters, bodies and answers. */
function schemasIn(value: unknown, at: string): [string, Json][] {
	if (Array.isArray(value)) return value.flatMap((each, index) => schemasIn(each, `${at}.${index}`));
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([key, part]): [string, Json][] =>
		key === "schema" && isObject(part) ? [[at, part]] : schemasIn(part, `${at}.${key}`),
	);
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats(ajv);

let declared: DeclaredRoute[] = [];

// A long timeout: importing all of the Worker's code takes long on a busy machine.
beforeAll(async () => {
	declared = await routes();
	for (const [name, schema] of Object.entries(document.components.schemas)) ajv.addSchema(local(schema), name);
}, 60_000);

describe("the description", () => {
	test("matches the routes: `npm run openapi` writes it again", async () => {
		expect(await describeApi(declared)).toBe(text);
	});

	test("is valid OpenAPI 3.1", async () => {
		const result = await new Validator().validate(text);
		expect(result.errors ?? []).toEqual([]);
		expect(result.valid).toBe(true);
	});

	test("has every route of the Worker", () => {
		const described = Object.entries(document.paths).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
		);
		const there = declared.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
		expect(described.toSorted()).toEqual(there.toSorted());
	});

	test("every route is declared", () => {
		const open = declared.filter((route) => route.declared === null);
		expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
	});
});

describe("the schemas", () => {
	test("of the components compile in strict mode", () => {
		for (const name of Object.keys(document.components.schemas))
			expect(ajv.getSchema(name), name).toBeTypeOf("function");
	});

	test("outside the components compile in strict mode", () => {
		const all = schemasIn(document.paths, "paths");
		expect(all.length).toBeGreaterThan(100);
		for (const [at, schema] of all) expect(ajv.compile(local(schema)), at).toBeTypeOf("function");
	});

	test("a list of a given length is one: the older draft's form of it means nothing here", () => {
		expect(text).not.toContain('"items": [');
		expect(text).not.toContain('"additionalItems"');
	});

	test("inputs show what is sent: what has a default may be left out, a number in an address is text", () => {
		const { parameters } = document.paths["/api/figures"]?.["get"] ?? {};
		expect(parameters).toMatchObject([{ name: "days", required: false, schema: { type: "string" } }]);
	});
});

describe("the examples", () => {
	test("are accepted by the route and by its schema", () => {
		const shown = declared.filter((route) => route.declared?.json !== undefined);
		expect(shown.length).toBeGreaterThan(10);
		for (const { method, path, declared: contract } of shown) {
			const example: unknown = contract?.example;
			const said = `${method} ${path}`;
			expect(example, said).toBeDefined();
			if (contract?.json) expect(v.safeParse(contract.json, example).success, said).toBe(true);
			const described = document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
			const [schema] = schemasIn(described?.["requestBody"], said).map(([, each]) => each);
			expect(ajv.compile(local(schema))(example), said).toBe(true);
		}
	});
});

describe("rules that schemas can't express", () => {
	const Piped = v.object({ pipe: v.array(v.object({ type: v.string() })) });

	test("are described in words beside them", () => {
		const silent: string[] = [];
		for (const { method, path, declared: contract } of declared) {
			const seen = new Set<unknown>();
			const visit = (part: unknown): void => {
				if (!(isObject(part) || Array.isArray(part)) || seen.has(part)) return;
				seen.add(part);
				if (v.is(Piped, part)) {
					const types = part.pipe.map(({ type }) => type);
					if (types.includes("check") && !types.includes("description")) silent.push(`${method} ${path}`);
				}
				for (const each of Object.values(part)) visit(each);
			};
			for (const schema of [contract?.params, contract?.query, contract?.json, contract?.raw?.schema]) visit(schema);
		}
		expect(silent).toEqual([]);
	});
});

test("a route's refusals follow from what it checks", () => {
	const act = declared.find(({ path }) => path === "/api/conversations/:id/close");
	expect(act?.declared && refusalsOf(act.declared).toSorted()).toEqual([401, 403, 404, 409, 422]);
});
