/**
 * Reads a request's JSON body into a type, once, at the edge. Refuses what is too big (413), what isn't JSON (400) and
 * what doesn't fit the schema (422, naming each field). Any content type will do: the widget sends text/plain to spare
 * its visitors a preflight, and routes with a cookie check the Origin instead.
 */
import type { Context } from "hono";
import * as v from "valibot";
import { type ProblemError, problem } from "./problem.ts";

/** An article of 100,000 characters, most of them two bytes long, fits. */
const MAX_BODY_BYTES = 256 * 1024;

const tooBig = () => problem(413, "This is too big", { detail: "A request may hold 256 KB.", reason: "too_big" });

/** The body as text; throws a 413 past the limit. */
export async function readText(request: Request): Promise<string> {
	if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooBig();
	if (!request.body) return "";
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	// A chunked body says no length, so it is counted as it comes.
	for await (const chunk of request.body) {
		bytes += chunk.byteLength;
		if (bytes > MAX_BODY_BYTES) throw tooBig();
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/** valibot's own wording names types and lengths for programmers; a schema's own message is left as it is. */
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

/** The problem for inputs that can't be accepted, by the path of each. */
export const invalid = (fields: Record<string, string>): ProblemError =>
	problem(422, "Some of this can't be accepted", {
		detail: Object.values(fields)[0],
		reason: "invalid",
		fields,
	});

/** Checks any value from outside; throws a 422 that names every field. */
export function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	const fields: Record<string, string> = {};
	for (const issue of result.issues) fields[v.getDotPath(issue) ?? ""] ??= inPlainWords(issue);
	throw invalid(fields);
}

export async function readJson<Schema extends v.GenericSchema>(
	c: Context,
	schema: Schema,
): Promise<v.InferOutput<Schema>> {
	const text = await readText(c.req.raw);
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw problem(400, "This isn't JSON", { reason: "invalid" });
	}
	return parse(schema, json);
}
