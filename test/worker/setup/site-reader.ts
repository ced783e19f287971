/** A site's crawler for worker tests: it runs step by step, and a test can drop the result of any step. */
import { knowledge } from "../../../src/durable/objects.ts";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beginRun, saveSettings, crawlOf, type CrawlSettings } from "../../../src/knowledge/source/crawl/runs.ts";
import type { DocumentStore } from "../../../src/knowledge/source/crawl/page-result.ts";
import { step } from "../../../src/knowledge/source/crawl/step.ts";
import { HOST } from "./site.ts";

type Article = { title: string; text: string; url: string };
type Run = {
	outcome: string | null;
	counts: Record<string, number>;
	failures: string[];
	/** Titles of all articles, in order of the alphabet. */
	titles: string[];
	/** The longest wait that was asked for, in ms. */
	longest: number;
};

/** A site's crawler in an object of its own, with a document store of its own. */
export class SiteReader {
	readonly articles = new Map<string, Article>();
	readonly #stub = knowledge(env, `ws_${crypto.randomUUID()}`);
	settings: CrawlSettings;
	/** How many articles the document store takes. */
	room = 1_000;
	loopback = false;

	constructor(settings: Partial<CrawlSettings> = {}) {
		this.settings = {
			address: HOST,
			include: [],
			exclude: [],
			limit: 500,
			schedule: "hand",
			loopback: false,
			...settings,
		};
	}

	get documents(): DocumentStore {
		return {
			has: (id) => this.articles.has(id),
			save: (id, article) => {
				if (id === null && this.articles.size >= this.room) return null;
				const name = id ?? crypto.randomUUID();
				this.articles.set(name, article);
				return name;
			},
			confirm: () => {},
			remove: (id) => void this.articles.delete(id),
		};
	}

	/** One run from its first step to its last; `lost` says which steps' results are lost, as by a kill. */
	async run(lost: (nth: number) => boolean = () => false): Promise<Run> {
		return runInDurableObject(this.#stub, async (_, { storage: { sql } }) => {
			saveSettings(sql, "site", this.settings);
			beginRun(sql, "site");
			const counts: Record<string, number> = {};
			const failures: string[] = [];
			let longest = 0;
			for (let nth = 0, at: number | null = 0; at !== null; nth++) {
				if (nth > 5_000) throw new Error("This crawl doesn't end.");
				const deps = { sql, documents: this.documents, loopback: this.loopback, resolved: new Map() };
				const write = await step(deps, "site", 1);
				if (lost(nth)) continue;
				const stepped = write();
				for (const [name, count] of Object.entries(stepped.count)) counts[name] = (counts[name] ?? 0) + count;
				failures.push(...stepped.failures.map(({ what, reason }) => `${what.replace(HOST, "")}: ${reason}`));
				at = stepped.at;
				if (at !== null) longest = Math.max(longest, at - Date.now());
			}
			const titles = [...this.articles.values()].map(({ title }) => title).toSorted();
			return { outcome: crawlOf(sql, "site")?.outcome ?? null, counts, failures, titles, longest };
		});
	}
}
