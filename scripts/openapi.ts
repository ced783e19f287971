/**
 * `npm run openapi`: writes docs/openapi.json, OpenAPI 3.1, from the routes' declarations (src/http/contract.ts). The build
 * copies it to the assets, the Worker serves it as /api/openapi.json, and a test fails when it isn't current. Input schemas
 * describe what is sent, before parsing. The Worker's bundle contains none of this code.
 */
import "./cloudflare-modules.ts";
import { writeFile } from "node:fs/promises";
import { generateSpecs, uniqueSymbol } from "hono-openapi";
import { Hono } from "hono";
import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import type * as v from "valibot";
import type { Declared } from "../src/http/contract.ts";
import * as contact from "../src/protocol/contact.ts";
import * as details from "../src/protocol/conversation/details.ts";
import * as entry from "../src/protocol/conversation/entry.ts";
import * as frames from "../src/protocol/conversation/frames.ts";
import * as copilot from "../src/protocol/conversation/copilot.ts";
import * as trace from "../src/protocol/conversation/trace.ts";
import * as figures from "../src/protocol/figures/days.ts";
import * as inbox from "../src/protocol/inbox.ts";
import * as articles from "../src/protocol/knowledge/articles.ts";
import * as gaps from "../src/protocol/knowledge/gaps.ts";
import * as source from "../src/protocol/knowledge/source.ts";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../src/protocol/limits.ts";
import { Problem } from "../src/protocol/problem.ts";
import * as widget from "../src/protocol/widget.ts";
import * as workspace from "../src/protocol/workspace.ts";

export const FILE = "docs/openapi.json";

type Json = Record<string, unknown>;
export type DeclaredRoute = { method: string; path: string; handler: object; declared: Declared | null };

/**
 * The Worker's routes. The import's path isn't a literal, because the type checker would then check all of `src` with Node's
 * types; `src` has types of its own.
 */
export async function routes(): Promise<DeclaredRoute[]> {
	const worker = new URL("../src/api.ts", import.meta.url).href;
	const module: { routes: () => DeclaredRoute[] } = await import(/* @vite-ignore */ worker);
	return module.routes();
}

/** The schemas of answers' parts, each of which the description defines once under its name. */
const named: Record<string, v.GenericSchema> = {
	Problem,
	...pick(contact, "Block", "ContactPage", "ContactProfile", "ContactSummary"),
	...pick(details, "ActionResult", "ConversationDetails", "EntryPage", "VisitorDetails"),
	...pick(entry, "Author", "Citation", "ConversationState", "Entry", "EventBody", "HandoffSummary", "Teammate"),
	...pick(frames, "Availability", "ServerFrame"),
	...pick(copilot, "CopilotAnswer"),
	...pick(trace, "EntryTrace", "PlaygroundAnswer", "Trace", "TracePassage"),
	...pick(figures, "Figures"),
	...pick(inbox, "ListItem"),
	...pick(articles, "Article", "KnowledgePage", "ListEntry", "Origin", "Question"),
	...pick(gaps, "Gap", "GapList", "Suggestion", "SuggestionList"),
	...pick(source, "Source", "SourceDetails", "SourceList"),
	...pick(widget, "Boot", "WidgetSession"),
	...pick(workspace, "Me", "SetupState"),
};

function pick<Module extends object, Name extends keyof Module & string>(
	from: Module,
	...names: Name[]
): Record<Name, Module[Name]> {
	const picked: Partial<Record<Name, Module[Name]>> = {};
	for (const name of names) picked[name] = from[name];
	return Object.assign(Object.create(null), picked);
}

/** Actions that normalise a text without changing its type. JSON Schema can't express them, and senders needn't know them. */
const tidying = ["trim", "transform", "raw_transform"];

function configured(typeMode: "input" | "output"): ConversionConfig {
	return {
		target: "draft-2020-12",
		typeMode,
		errorMode: "throw",
		overrideSchema: ({ valibotSchema, jsonSchema }) => {
			// A variant has a fallback for unknown kinds, so two of its schemas may match: `oneOf` would be wrong.
			if (valibotSchema.type === "variant" && jsonSchema.oneOf) {
				const { oneOf, ...rest } = jsonSchema;
				return { ...rest, anyOf: oneOf };
			}
			// A tuple has no further elements.
			if (valibotSchema.type === "tuple") return { ...jsonSchema, items: false };
			return null;
		},
		overrideAction: ({ valibotAction, jsonSchema }) => {
			if (tidying.includes(valibotAction.type)) return jsonSchema;
			// A check in code can't be expressed; `describedChecks` ensures that a `v.description` beside it describes it.
			return valibotAction.type === "check" ? jsonSchema : null;
		},
		overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
	};
}

/** A schema without `$schema` and `$defs`, which only the whole document has. */
const bare = (schema: Json): Json =>
	Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema" && key !== "$defs"));

const sent = (schema: v.GenericSchema): Json => bare({ ...toJsonSchema(schema, configured("input")) });
const answered = (schema: v.GenericSchema): Json => {
	const name = Object.keys(named).find((each) => named[each] === schema);
	if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
	return bare({ ...toJsonSchema(schema, { ...configured("output"), definitions: named }) });
};

const isObject = (value: unknown): value is Json =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** A parameter for each entry of an address's or a query's schema. */
function parameters(where: "path" | "query", schema: v.GenericSchema | undefined): Json[] {
	if (!schema) return [];
	const { properties, required } = sent(schema);
	const needed: unknown[] = Array.isArray(required) ? required : [];
	return Object.entries(isObject(properties) ? properties : {}).map(([name, part]) => ({
		name,
		in: where,
		required: needed.includes(name),
		schema: part,
	}));
}

const reasons: Record<number, string> = {
	400: "It isn't JSON, or was cut off.",
	401: "Nobody is signed in, or the session has ended.",
	403: "The role doesn't allow it, the page may not ask, or the visitor is blocked.",
	404: "There is no such thing.",
	408: "The request was given up.",
	409: "It can't be done as things stand.",
	413: "It is too big.",
	422: "Some of it can't be accepted; `fields` says what.",
	426: "This address is for WebSockets.",
	429: "Too many; `retry-after` says when to come again.",
	502: "The model failed.",
};

/** The statuses of a route's refusals: those that follow from its checks, and those that it declares. */
export function refusalsOf({
	access,
	limit,
	params,
	query,
	json,
	raw,
	status,
	versioned,
	refuses = [],
}: Declared): number[] {
	const closed = access.kind !== "anyone" || access.fromOwnPage;
	return [
		...(access.kind === "anyone" ? [] : [401]),
		...(closed ? [403] : []),
		...(limit ? [429] : []),
		...(params ? [404] : []),
		...(query ? [422] : []),
		...(json ? [400, 413, 422] : []),
		...(raw?.schema ? [413] : []),
		...(versioned ? [409] : []),
		...(status === 101 ? [426] : []),
		...refuses,
	].filter((each, index, all) => all.indexOf(each) === index);
}

const refused = (description: string): Json => ({
	description,
	content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

function good({ answer, status }: Declared): Record<string, Json> {
	if (answer.type === "void") return { 204: { description: "Done." } };
	if (answer.type === "instance")
		return status === 101
			? { 101: { description: "A WebSocket; what travels on it are frames in JSON." } }
			: { 200: { description: "A page or a file." } };
	return { [status ?? 200]: { description: "Done.", content: { "application/json": { schema: answered(answer) } } } };
}

function bodyOf({ json, raw, example }: Declared): Json | null {
	const shown = example === undefined ? {} : { example };
	if (json) return { required: true, content: { "application/json": { schema: sent(json), ...shown } } };
	if (!raw) return null;
	return { required: true, content: { [raw.mediaType]: raw.schema ? { schema: sent(raw.schema) } : {} } };
}

const security: Record<Declared["access"]["kind"], Json[]> = {
	member: [{ session: [] }],
	visitor: [{ visitor: [] }],
	anyone: [],
};

/** The tag of a path: that of "/api/gaps/:id/dismiss" is "gaps". */
const tagOf = (path: string): string => path.split("/")[2]?.replace(".json", "") ?? "";

/** The header for the protocol version. It is optional: a program needn't send it. */
const version: Json = {
	name: PROTOCOL_HEADER,
	in: "header",
	required: false,
	description: "The version of the protocol that the client speaks; another one is told to reload (409).",
	schema: { type: "string", examples: [SUBPROTOCOL] },
};

/** The operation of a route, in the form that hono-openapi attaches to a handler. */
function operation({ path, declared }: DeclaredRoute & { declared: Declared }): Json {
	const body = bodyOf(declared);
	const { access } = declared;
	return {
		summary: declared.summary,
		tags: [tagOf(path)],
		security: security[access.kind],
		...(access.kind === "member" && { "x-permission": access.permission }),
		parameters: [
			...parameters("path", declared.params),
			...parameters("query", declared.query),
			...(declared.versioned ? [version] : []),
		],
		...(body && { requestBody: body }),
		responses: {
			...good(declared),
			...Object.fromEntries(refusalsOf(declared).map((status) => [status, refused(reasons[status] ?? "Refused.")])),
			default: refused("Something went wrong on our side, or Parley is being updated."),
		},
	};
}

/** The whole description, as JSON text. */
export async function describeApi(all: DeclaredRoute[]): Promise<string> {
	const app = new Hono();
	for (const route of all) {
		const { declared } = route;
		if (!declared) continue;
		const spec = operation({ ...route, declared });
		app.on(
			route.method,
			route.path,
			Object.assign(() => new Response(), { [uniqueSymbol]: { spec } }),
		);
	}
	const definitions = toJsonSchemaDefs(named, configured("output"));
	const document = await generateSpecs(app, {
		excludeStaticFile: false,
		defaultValidationErrorResponse: false,
		documentation: {
			openapi: "3.1.0",
			info: {
				title: "Parley",
				version: "1",
				description:
					"What the dashboard and the widget ask of the Worker. Errors are RFC 9457 problem details. Whoever reads an answer passes over words and fields it doesn't know: later releases add some.",
			},
			servers: [{ url: "/" }],
		},
	});
	const components = {
		schemas: Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, bare({ ...schema })])),
		securitySchemes: {
			session: {
				type: "apiKey",
				in: "cookie",
				name: "__Secure-parley.session_token",
				description: "Set by signing in. What changes something is taken from Parley's own pages only.",
			},
			visitor: { type: "http", scheme: "bearer", description: "The token of POST /api/widget/session." },
		},
	};
	const { tags: _, ...rest } = document;
	return `${JSON.stringify({ ...rest, components }, null, "\t")}\n`;
}

if (import.meta.main) await writeFile(FILE, await describeApi(await routes()));
