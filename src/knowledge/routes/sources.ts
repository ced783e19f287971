/** Routes of sources: every member may read them, those who may configure upload files and add, change, stop and remove sites. */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { invalid } from "../../http/body.ts";
import { nothing } from "../../http/contract.ts";
import { notFound, type ProblemError, problem } from "../../http/problem.ts";
import {
	FileName,
	MAX_FILE_BYTES,
	SiteSettings,
	Source,
	SourceDetails,
	SourceList,
} from "../../protocol/knowledge/source.ts";
import type { KnowledgeResult, SourceActionRefusal } from "../actions/context.ts";
import { loopbackOpen } from "../source/crawl/address.ts";
import { refusals } from "../source/crawl/reasons.ts";
import { MAX_SOURCES } from "../source/list.ts";
import { actorOf, knowledgeOf } from "./context.ts";

const words: Record<
	Exclude<SourceActionRefusal, "forbidden" | "not_found">,
	[status: 409 | 413 | 422 | 429 | 400, title: string, detail: string]
> = {
	full: [409, "There are too many sources", `There may be ${MAX_SOURCES.toLocaleString("en")}. Remove one first.`],
	exists: [409, "This site is there already", "Change the one that is there, or read it again."],
	removing: [409, "It is being removed", "Try again once it is gone."],
	not_now: [
		409,
		"That can't be done now",
		"A file is read again by uploading it; only what is being read can be stopped.",
	],
	too_large: [
		413,
		"This file is too large",
		`A file has up to ${MAX_FILE_BYTES / 1_048_576} MB. Split it, or leave out its pictures.`,
	],
	empty: [422, "This file is empty", "There is nothing in it."],
	busy: [429, "Too many files are waiting", "Wait until some of them have been read, then upload more."],
	cut: [400, "The upload was cut off", "Nothing of it was kept. Try again."],
};

function refusalProblem(reason: SourceActionRefusal): ProblemError {
	if (reason === "forbidden") return forbidden();
	if (reason === "not_found") return notFound("source");
	const [status, title, detail] = words[reason];
	return problem(status, title, { detail, reason });
}

/** A refusal as the problem that the client gets. */
function problemOf(result: KnowledgeResult): ProblemError {
	if (result.ok || result.reason === "changed") return notFound("source");
	return result.reason === "address" ? invalid({ address: refusals[result.because] }) : refusalProblem(result.reason);
}

function sourceOf(result: KnowledgeResult): Source {
	if (result.ok && "source" in result) return result.source;
	throw problemOf(result);
}

const source = { thing: "source", params: v.object({ id: v.string() }), answer: Source } as const;

/** True of a request from a dashboard on this machine, which may add sites on it. */
const loopbackOf = (c: Context<MemberEnv>): boolean => loopbackOpen(c.env.CRAWL_LOOPBACK, c.req.raw);

export const sourceRoutes = new Hono<MemberEnv>()
	.get(
		"/sources",
		...memberRoute({ summary: "List sources, latest first", may: "see", answer: SourceList }, async (c) => ({
			sources: await knowledgeOf(c).sources(),
		})),
	)
	.post(
		"/sources/files",
		...memberRoute(
			{
				summary: "Upload a file; one of the same name is replaced",
				may: "configure",
				query: v.object({ name: FileName }),
				// The body is the file itself, so that it streams to where it is kept.
				raw: { mediaType: "application/octet-stream" },
				answer: Source,
				status: 201,
				refuses: [409, 413, 429],
			},
			async (c) => {
				if (Number(c.req.header("content-length") ?? 0) > MAX_FILE_BYTES) throw refusalProblem("too_large");
				const { body } = c.req.raw;
				if (!body) throw refusalProblem("empty");
				const input = { name: c.req.valid("query").name, body };
				return sourceOf(await knowledgeOf(c).act(actorOf(c), "upload_file", input));
			},
		),
	)
	.post(
		"/sources/sites",
		...memberRoute(
			{
				summary: "Add a site, which is read at once",
				may: "configure",
				json: SiteSettings,
				answer: Source,
				status: 201,
				refuses: [409],
				example: { address: "https://help.shop.example", schedule: "weekly" },
			},
			async (c) => {
				const input = { settings: c.req.valid("json"), loopback: loopbackOf(c) };
				return sourceOf(await knowledgeOf(c).act(actorOf(c), "add_site", input));
			},
		),
	)
	.put(
		"/sources/:id",
		...memberRoute(
			{
				summary: "Change what is read of a site, and how often",
				may: "configure",
				...source,
				json: SiteSettings,
				refuses: [409],
				example: { address: "https://help.shop.example", exclude: ["/old/*"] },
			},
			async (c) => {
				const input = { ...c.req.valid("param"), settings: c.req.valid("json"), loopback: loopbackOf(c) };
				return sourceOf(await knowledgeOf(c).act(actorOf(c), "change_site", input));
			},
		),
	)
	.get(
		"/sources/:id",
		...memberRoute(
			{ summary: "Read a source, with what couldn't be read of it", may: "see", ...source, answer: SourceDetails },
			async (c) => {
				const found = await knowledgeOf(c).source(c.req.valid("param").id);
				if (!found) throw notFound("source");
				return found;
			},
		),
	)
	.post(
		"/sources/:id/read",
		...memberRoute({ summary: "Read a site again", may: "configure", ...source, refuses: [409] }, async (c) =>
			sourceOf(await knowledgeOf(c).act(actorOf(c), "read_again", c.req.valid("param"))),
		),
	)
	.post(
		"/sources/:id/stop",
		...memberRoute(
			{ summary: "Stop reading; what was read stays", may: "configure", ...source, refuses: [409] },
			async (c) => sourceOf(await knowledgeOf(c).act(actorOf(c), "stop_reading", c.req.valid("param"))),
		),
	)
	.delete(
		"/sources/:id",
		...memberRoute(
			{ summary: "Remove a source and what was read of it", may: "configure", ...source, answer: nothing },
			async (c) => {
				const removed = await knowledgeOf(c).act(actorOf(c), "remove_source", c.req.valid("param"));
				if (!removed.ok) throw problemOf(removed);
			},
		),
	);
