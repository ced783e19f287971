/** Sources in worker tests: a knowledge base whose alarms are run until its work is done, and a site on this machine. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { Knowledge } from "../../../src/knowledge/knowledge.ts";
import type { SiteSettings, Source } from "../../../src/protocol/knowledge/source.ts";
import { addSite as add, uploadFile } from "./library.ts";
import { serve } from "./site.ts";

type Library = DurableObjectStub<Knowledge>;

/** A site that needs no pause between pages. */
export const LOCAL = "http://localhost:4321";

export function serveLocal(pages: Parameters<typeof serve>[0]) {
	const site = serve(pages);
	site.names["localhost"] = [];
	return site;
}

export const localSitemap = (...paths: string[]): string =>
	`<urlset>${paths.map((path) => `<url><loc>${LOCAL}${path}</loc></url>`).join("")}</urlset>`;

export const siteOf = (over: Partial<SiteSettings> = {}) => ({
	address: LOCAL,
	include: [],
	exclude: [],
	limit: 500,
	schedule: "hand" as const,
	...over,
});

export const stream = (bytes: Uint8Array): ReadableStream<Uint8Array> => new Blob([new Uint8Array(bytes)]).stream();

export async function upload(library: Library, name: string, bytes: Uint8Array): Promise<Source> {
	const taken = await uploadFile(library, name, stream(bytes));
	if (!taken.ok) throw new Error(taken.reason);
	return taken.source;
}

export async function addSite(library: Library, over: Parameters<typeof siteOf>[0] = {}): Promise<Source> {
	const taken = await add(library, siteOf(over));
	if (!taken.ok) throw new Error(taken.reason);
	return taken.source;
}

export const sourceOf = async (library: Library, id: string) => {
	const found = await library.source(id);
	if (!found) throw new Error("the source is gone");
	return found;
};

/** Runs alarms until nothing is being read or removed. */
export async function settle(library: Library): Promise<Source[]> {
	for (let round = 0; round < 500; round++) {
		const sources = await library.sources();
		if (!sources.some(({ state }) => ["waiting", "running", "removing"].includes(state))) return sources;
		await runDurableObjectAlarm(library);
	}
	throw new Error("the work doesn't end");
}

/** Titles of the articles, in order of the alphabet. */
export async function titles(library: Library, kind: "articles" | "questions" = "articles"): Promise<string[]> {
	const { entries } = await library.list({ kind, search: "", source: "", cursor: null });
	return entries.map(({ title }) => title).toSorted();
}

export const count = (library: Library, table: string): Promise<number> =>
	runInDurableObject(
		library,
		(_, { storage }) => storage.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n,
	);
