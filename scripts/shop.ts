/**
 * The demo shop: a site on another origin with the widget's script tag, for `npm start` and the browser tests. It serves
 * demo/shop, and inserts the Worker's address and the workspace's key into the pages. It listens on loopback only.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const ROOT = "demo/shop";

const types: Record<string, string> = {
	".html": "text/html; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
	".jpg": "image/jpeg",
	".webp": "image/webp",
	".ico": "image/x-icon",
};

export type Shop = { url: string; close(): Promise<void> };

export function serveShop({ port, host, key }: { port: number; host: string; key: string }): Promise<Shop> {
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? "/", "http://shop");
		void page(pathname, host, key).then((found) => {
			response.writeHead(found ? 200 : 404, {
				"Content-Type": found?.type ?? "text/plain; charset=utf-8",
				"Cache-Control": "no-store",
			});
			response.end(found?.body ?? "There is no such page in the demo shop.");
		});
	});
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", () =>
			resolve({
				url: `http://localhost:${port}`,
				close: () =>
					new Promise((done) => {
						server.close(() => done());
						server.closeAllConnections();
					}),
			}),
		);
	});
}

/** A file of the shop; null where there is none, and for paths that lead out of its folder. */
async function page(
	pathname: string,
	host: string,
	key: string,
): Promise<{ type: string; body: string | Buffer } | null> {
	let path: string;
	try {
		path = normalize(join(ROOT, decodeURIComponent(pathname)));
	} catch {
		return null;
	}
	if (path !== normalize(ROOT) && !path.startsWith(normalize(ROOT) + sep)) return null;
	const file = extname(path) === "" ? join(path, "index.html") : path;
	try {
		const body = await readFile(file);
		const type = types[extname(file)] ?? "application/octet-stream";
		if (extname(file) !== ".html") return { type, body };
		return { type, body: body.toString().replaceAll("{{host}}", host).replaceAll("{{key}}", key) };
	} catch {
		return null;
	}
}
