/** A help site on loopback for the crawler: with a sitemap, robots.txt, a table, a duplicate page, and a page with "noindex". */
import { createServer } from "node:http";
import { freePort } from "../../scripts/port.ts";

export type HelpSite = {
	url: string;
	/** Pages by path; any other path is a 404. */
	pages: Record<string, string>;
	/** The requested paths. */
	asked: string[];
	close(): Promise<void>;
};

const html = (title: string, body: string, head = "") =>
	`<!doctype html><html lang="en"><head><title>${title} | Help</title>${head}</head><body>
	<nav><a href="/">Home</a> <a href="/tents">Tents</a> <a href="/staff">Staff</a></nav>
	<main><h1>${title}</h1>${body}</main><footer>All rights reserved</footer></body></html>`;

export const helpPage = html;

export async function serveHelpSite(): Promise<HelpSite> {
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const asked: string[] = [];
	const pages: Record<string, string> = {
		"/": html("Help centre", "<p>Everything about renting from us.</p>"),
		"/tents": html(
			"Renting a tent",
			`<p>Tents are rented by the night, with pegs and a groundsheet.</p>
			<table><tr><th>Tent</th><th>Price a night</th></tr>
			<tr><td>Puffin</td><td>17 euros</td></tr><tr><td>Gannet</td><td>29 euros</td></tr></table>`,
		),
		"/tents-print": html("Renting a tent", "<p>To print.</p>", `<link rel="canonical" href="${url}/tents">`),
		"/deposits": html(
			"Deposits",
			"<p>A deposit of forty euros is taken for every lantern and given back within three days of its return.</p>",
		),
		"/drafts": html("Draft prices", "<p>Not for anybody yet.</p>", '<meta name="robots" content="noindex">'),
		"/staff": html("Staff", "<p>The safe's number is 4711.</p>"),
	};
	const server = createServer((request, response) => {
		const path = request.url ?? "/";
		asked.push(path);
		const type = (name: string) => response.setHeader("Content-Type", name);
		if (path === "/robots.txt") {
			type("text/plain");
			response.end(`User-agent: *\nDisallow: /staff\nSitemap: ${url}/map.xml\n`);
		} else if (path === "/map.xml") {
			type("application/xml");
			const listed = [...Object.keys(pages), "/broken"].map((each) => `<url><loc>${url}${each}</loc></url>`);
			response.end(`<urlset>${listed.join("")}</urlset>`);
		} else if (path === "/broken") {
			response.writeHead(500).end("Broken");
		} else if (pages[path] === undefined) {
			response.writeHead(404).end("Not found");
		} else {
			type("text/html; charset=utf-8");
			response.end(pages[path]);
		}
	});
	await new Promise<void>((resolve) => {
		server.listen(port, "localhost", resolve);
	});
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { url, pages, asked, close };
}
