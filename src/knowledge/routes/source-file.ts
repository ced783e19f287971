/**
 * The route that shows a source's file as it was uploaded, beside what was read of it, or downloads it. A file is text from
 * outside on this origin: it gets a type of our choosing that no browser may guess anew, and a policy under which nothing in
 * it runs, loads or is framed elsewhere.
 */
import { Hono } from "hono";
import * as v from "valibot";
import type { MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { stream } from "../../http/contract.ts";
import { disposition } from "../../http/disposition.ts";
import { problem } from "../../http/problem.ts";
import { type FileKind, kindOf, shownKinds } from "../../protocol/knowledge/source.ts";
import { decodeFile, headOf } from "../source/html/charset.ts";
import { fileKey } from "../source/kept-files.ts";
import { knowledgeOf } from "./context.ts";

/** Bytes of a text that are shown; the download has all of them. Decoding more would hold up other requests. */
const MAX_SHOWN_BYTES = 1_000_000;

/** More of them than are shown, so that the last character is whole. */
const FETCHED = { range: { offset: 0, length: MAX_SHOWN_BYTES + 8 } };

const SEALED = "default-src 'none'; frame-ancestors 'self'; sandbox";
/** What decides how a page looks stands in its own styles and pictures, which load nothing from elsewhere. */
const PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";
/** Browsers show a PDF outside a sandbox only, by a viewer that keeps its scripts to itself (https://crbug.com/413851). */
const PDF = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

const CUT = "\n\n[The rest isn't shown here. The download has all of it.]\n";

function headersOf(kind: FileKind | null, name: string, download: boolean): Record<string, string> {
	const shown = kind !== null && shownKinds.includes(kind) && !download;
	const [type, policy] = !shown
		? ["application/octet-stream", SEALED]
		: kind === "pdf"
			? ["application/pdf", PDF]
			: kind === "html"
				? ["text/html; charset=utf-8", PAGE]
				: ["text/plain; charset=utf-8", SEALED];
	return {
		"content-type": type,
		"content-security-policy": policy,
		"content-disposition": disposition(shown ? "inline" : "attachment", name),
	};
}

const gone = () =>
	problem(404, "There is no such file", { detail: "It isn't kept. Upload it again to keep it.", reason: "not_found" });

export const sourceFileRoutes = new Hono<MemberEnv>().get(
	"/sources/:id/file",
	...memberRoute(
		{
			summary: "Show or download the file that a source was read from",
			may: "see",
			thing: "source",
			params: v.object({ id: v.string() }),
			query: v.object({
				download: v.optional(v.pipe(v.literal("1"), v.description("As it was uploaded, byte by byte."))),
			}),
			answer: stream,
		},
		async (c) => {
			const file = await knowledgeOf(c).keptFile(c.req.valid("param").id);
			if (!file) throw gone();
			const download = c.req.valid("query").download !== undefined;
			const kind = kindOf(file.name);
			const headers = headersOf(kind, file.name, download);
			const isText = headers["content-type"]?.startsWith("text/") ?? false;
			const key = fileKey(c.var.member.workspaceId, file.upload);
			const stored = await c.env.FILES.get(key, isText ? FETCHED : {});
			if (!stored) throw gone();
			if (!isText) return c.body(stored.body, 200, headers);
			const text = decodeFile(headOf(new Uint8Array(await stored.arrayBuffer()), MAX_SHOWN_BYTES)) ?? "";
			return c.body(stored.size > MAX_SHOWN_BYTES ? text + CUT : text, 200, headers);
		},
	),
);
