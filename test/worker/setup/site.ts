/**
 * A web site for the crawler to read, in place of the network: pages by path, what was asked for, and name servers that
 * answer for it. Answers to every other host are a failure of the test.
 */
import { vi } from "vitest";

/** Made anew for every request: a response belongs to the object that asked for it. */
type Answer = string | ((request: Request, asked: number) => Response | Promise<Response>);

export const HOST = "https://shop.example";

export const answer =
	(status: number, headers: Record<string, string> = {}, body: string | null = null) =>
	(): Response =>
		new Response(body, { status, headers });

export const html = (body: string, head = "") =>
	answer(
		200,
		{ "Content-Type": "text/html; charset=utf-8" },
		`<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`,
	);

/** A page with a heading, some text and links. */
export const page = (title: string, text: string, ...links: string[]) =>
	html(
		`<nav>${links.map((link) => `<a href="${link}">${link}</a>`).join("")}</nav><main><h1>${title}</h1><p>${text}</p></main>`,
	);

export const redirect = (to: string) => answer(302, { Location: to });

export const sitemap = (...addresses: string[]): string =>
	`<urlset>${addresses.map((address) => `<url><loc>${HOST}${address}</loc></url>`).join("")}</urlset>`;

const NOT_FOUND = 404;

/** Serves these pages from now on. */
export const serve = (pages: Record<string, Answer>): Site => new Site(pages);

class Site {
	/** Paths that were asked for, in order. */
	readonly asked: string[] = [];
	/** Addresses elsewhere that were asked for. */
	readonly strayed: string[] = [];
	pages: Record<string, Answer>;
	/** What the name servers say of a host. */
	names: Record<string, string[]> = { "shop.example": ["93.184.215.14"], "www.shop.example": ["93.184.215.14"] };

	/** Hosts of which they can't say anything: SERVFAIL, by the type that is asked for. */
	readonly mute = new Set<string>();

	constructor(pages: Record<string, Answer>) {
		this.pages = pages;
		vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => this.#answer(new Request(input, init)));
	}

	async #answer(request: Request): Promise<Response> {
		const url = new URL(request.url);
		if (url.hostname === "cloudflare-dns.com") return this.#resolve(url.searchParams);
		if (this.names[url.hostname] === undefined) {
			this.strayed.push(request.url);
			return new Response("This is not public.", { headers: { "Content-Type": "text/html" } });
		}
		const path = `${url.pathname}${url.search}`;
		this.asked.push(path);
		const found = this.pages[path] ?? this.pages[`${url.pathname}*`] ?? this.pages["*"];
		const asked = this.asked.filter((each) => each === path).length;
		if (found === undefined) return new Response("Not found", { status: NOT_FOUND });
		return typeof found === "string" ? new Response(found) : found(request, asked);
	}

	#resolve(query: URLSearchParams): Response {
		const addresses = this.names[query.get("name") ?? ""] ?? [];
		const wanted = addresses.filter((address) => address.includes(":") === (query.get("type") === "AAAA"));
		const type = query.get("type") === "AAAA" ? 28 : 1;
		if (this.mute.has(`${query.get("name")} ${query.get("type")}`)) return Response.json({ Status: 2 });
		return Response.json({
			Status: 0,
			Answer: wanted.map((data) => ({ name: query.get("name"), type, TTL: 60, data })),
		});
	}

	/** Forgets what was asked for. */
	rest(): this {
		this.asked.length = 0;
		return this;
	}
}
