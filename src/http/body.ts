/**
 * Validation of a request's input: address, query and body. Refuses a body that is too big (413) or isn't JSON (400), and
 * input that doesn't fit the schema (422, naming each field). The content type of a body isn't checked: the widget sends
 * text/plain to spare its visitors a CORS preflight, and routes that read the cookie check the Origin header instead.
 */
import { sValidator } from "@hono/standard-validator";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { notFound, type ProblemError, problem, type Thing } from "./problem.ts";

/** An article of 100,000 characters, most of them two bytes long, fits. */
const MAX_BODY_BYTES = 256 * 1024;

/** Refuses a body over the limit (413). A chunked body, which declares no length, is counted as it arrives. */
export const limitedBody: MiddlewareHandler = bodyLimit({
	maxSize: MAX_BODY_BYTES,
	onError: () => {
		throw problem(413, "This is too big", { detail: "A request may hold 256 KB.", reason: "too_big" });
	},
});

/** An issue in words for a person. valibot's default messages name types, for programmers; a schema's own message is kept. */
function inPlainWords(issue: v.BaseIssue<unknown>): string {
	if (!issue.message.startsWith("Invalid ")) return issue.message;
	const limit = typeof issue.requirement === "number" ? issue.requirement : null;
	if (limit !== null) {
		const many = Array.isArray(issue.input) ? "entries" : "characters";
		if (issue.type === "min_length") return `Use at least ${limit} ${many}.`;
		if (issue.type === "max_length") return `Use at most ${limit} ${many}.`;
		if (issue.type === "min_value") return `Use ${limit} or more.`;
		if (issue.type === "max_value") return `Use ${limit} or less.`;
	}
	return issue.kind === "schema" && issue.input === undefined ? "This is missing." : "This isn't in the right form.";
}

/** The 422 for inputs that can't be accepted. `fields` holds a sentence for each, by the input's path. */
export const invalid = (fields: Record<string, string>): ProblemError =>
	problem(422, "Some of this can't be accepted", {
		detail: Object.values(fields)[0],
		reason: "invalid",
		fields,
	});

/** Parses any value from outside; throws a 422 that names every wrong field. */
export function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	const fields: Record<string, string> = {};
	for (const issue of result.issues) fields[v.getDotPath(issue) ?? ""] ??= inPlainWords(issue);
	throw invalid(fields);
}

/** Validates the address's parameters, for `c.req.valid("param")`. An id of an impossible form is answered 404 for `thing`. */
export const validParams = (schema: v.GenericSchema, thing: Thing): MiddlewareHandler =>
	sValidator("param", schema, (result) => {
		if (!result.success) throw notFound(thing);
	});

/** Validates the query, for `c.req.valid("query")`. */
export const validQuery = (schema: v.GenericSchema): MiddlewareHandler =>
	sValidator("query", schema, (result) => {
		if (!result.success) parse(schema, result.data);
	});

/** Validates a JSON body, for `c.req.valid("json")`. Hono's own validator would skip a body whose content type isn't JSON. */
export const validJson =
	(schema: v.GenericSchema<unknown, object>): MiddlewareHandler =>
	async (c, next) => {
		const text = await c.req.text();
		let json: unknown;
		try {
			json = JSON.parse(text);
		} catch {
			throw problem(400, "This isn't JSON", { reason: "invalid" });
		}
		c.req.addValidatedData("json", parse(schema, json));
		await next();
	};
