/** The team's side of sources: everybody sees them, those who configure upload files, add sites, stop, and remove. */
import { knowledge } from "../../durable/objects.ts";
import { Hono } from "hono";
import type { Member } from "../../auth/principal.ts";
import { member } from "../../auth/member.ts";
import { invalid, parse, readJson } from "../../http/body.ts";
import { problem } from "../../http/problem.ts";
import {
	SiteSettings,
	FileName,
	MAX_FILE_BYTES,
	type Source,
	type SourceDetails,
	type SourceList,
} from "../../protocol/knowledge/source.ts";
import { checkAddress, loopbackOpen } from "../source/crawl/address.ts";
import { refusals } from "../source/crawl/reasons.ts";
import type { Settings } from "../source/crawl/runs.ts";
import type { SourceRefusal, SourceResult } from "../source/commands.ts";
import { MAX_SOURCES } from "../source/store.ts";

const tooLarge = () =>
	problem(413, "This file is too large", {
		detail: `A file has up to ${MAX_FILE_BYTES / 1_048_576} MB. Split it, or leave out its pictures.`,
		reason: "too_large",
	});

const refusalWords: Record<
	Exclude<SourceRefusal, "too_large">,
	[status: 404 | 409 | 422 | 429 | 400, title: string, detail: string]
> = {
	not_found: [404, "No such source", "This source doesn't exist any more."],
	full: [409, "There are too many sources", `There may be ${MAX_SOURCES.toLocaleString("en")}. Remove one first.`],
	exists: [409, "This site is there already", "Change the one that is there, or read it again."],
	removing: [409, "It is being removed", "Try again once it is gone."],
	not_now: [
		409,
		"That can't be done now",
		"A file is read again by uploading it; only what is being read can be stopped.",
	],
	empty: [422, "This file is empty", "There is nothing in it."],
	busy: [429, "Too many files are waiting", "Wait until some of them have been read, then upload more."],
	cut: [400, "The upload was cut off", "Nothing of it was kept. Try again."],
};

function refused(reason: SourceRefusal) {
	if (reason === "too_large") return tooLarge();
	const [status, title, detail] = refusalWords[reason];
	return problem(status, title, { detail, reason });
}

function taken(result: SourceResult): Source {
	if (!result.ok) throw refused(result.reason);
	return result.source;
}

/** The settings with an address that may be crawled; people leave out "https://". */
function siteSettings(settings: SiteSettings, variable: string, request: Request): Settings {
	const loopback = loopbackOpen(variable, request);
	const named = /^[a-z][a-z\d+.-]*:\/\//i.test(settings.address);
	const address = named ? settings.address : `https://${settings.address}`;
	const checked = checkAddress(address, { loopback });
	if (!checked.ok) throw invalid({ address: refusals[checked.reason] });
	return { ...settings, address: checked.url.href, loopback };
}

export const sourceRoutes = new Hono<{ Bindings: Env; Variables: { member: Member } }>()
	.get("/sources", member("see"), async (c) => {
		const sources = await knowledge(c.env, c.var.member.workspaceId).sources();
		return c.json({ sources } satisfies SourceList);
	})
	// The body is the file itself, so that it streams to where it is kept. Its name is in the query.
	.post("/sources/files", member("configure"), async (c) => {
		const name = parse(FileName, c.req.query("name"));
		if (Number(c.req.header("content-length") ?? 0) > MAX_FILE_BYTES) throw tooLarge();
		const { body } = c.req.raw;
		if (!body) throw refused("empty");
		return c.json(taken(await knowledge(c.env, c.var.member.workspaceId).upload(name, body)), 201);
	})
	.post("/sources/sites", member("configure"), async (c) => {
		const settings = siteSettings(await readJson(c, SiteSettings), c.env.CRAWL_LOOPBACK, c.req.raw);
		return c.json(taken(await knowledge(c.env, c.var.member.workspaceId).addSite(settings)), 201);
	})
	.put("/sources/:id", member("configure"), async (c) => {
		const settings = siteSettings(await readJson(c, SiteSettings), c.env.CRAWL_LOOPBACK, c.req.raw);
		return c.json(taken(await knowledge(c.env, c.var.member.workspaceId).changeSite(c.req.param("id"), settings)));
	})
	.get("/sources/:id", member("see"), async (c) => {
		const found = await knowledge(c.env, c.var.member.workspaceId).source(c.req.param("id"));
		if (!found) throw refused("not_found");
		return c.json(found satisfies SourceDetails);
	})
	.post("/sources/:id/read", member("configure"), async (c) =>
		c.json(taken(await knowledge(c.env, c.var.member.workspaceId).readAgain(c.req.param("id")))),
	)
	.post("/sources/:id/stop", member("configure"), async (c) =>
		c.json(taken(await knowledge(c.env, c.var.member.workspaceId).stopReading(c.req.param("id")))),
	)
	.delete("/sources/:id", member("configure"), async (c) => {
		if (!(await knowledge(c.env, c.var.member.workspaceId).removeSource(c.req.param("id")))) throw refused("not_found");
		return c.body(null, 204);
	});
