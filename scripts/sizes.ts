/**
 * The gzipped sizes of what visitors and teammates download, and of the Worker. `npm run size` prints them; .size-limit.ts
 * takes the lists of files from here and checks the budgets. It reads the output of `npm run build`.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { wrangler } from "./worker.ts";

const OUT = "dist/public";

export const loader = [`${OUT}/widget.js`];

const below = (wanted: (name: string) => boolean): string[] =>
	readdirSync(`${OUT}/widget`)
		.filter((name) => /\.(js|css)$/.test(name) && wanted(name))
		.map((name) => `${OUT}/widget/${name}`);

/** Whether the chat imports a file only after it has been drawn; a browser test shows that the chat works without it. */
const isLater = (name: string): boolean => name.startsWith("later-");
/** Whether a file is loaded only with the first file that somebody sends or gets. */
const isForFiles = (name: string): boolean => name.startsWith("files-");

/** The loader, and every file that it loads before a visitor can type. */
export const widget = (): string[] => [...loader, ...below((name) => !isLater(name) && !isForFiles(name))];

/** The files that are loaded after a visitor can type. */
export const widgetLater = (): string[] => below(isLater);

/** What is loaded with the first file in a conversation. */
export const widgetFiles = (): string[] => below(isForFiles);

/** The dashboard's HTML page with its scripts and styles: what is loaded whichever of its pages is opened. */
export function dashboard(): string[] {
	const html = readFileSync(`${OUT}/index.html`, "utf8");
	const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => `${OUT}/${path}`);
	return [`${OUT}/index.html`, ...named];
}

const gzipped = (files: string[]): number =>
	files.reduce((bytes, file) => bytes + gzipSync(readFileSync(file), { level: 9 }).length, 0);

/** The Worker's gzipped size as uploaded, which wrangler prints on a dry run. */
async function worker(): Promise<string> {
	const outdir = mkdtempSync(join(tmpdir(), "parley-worker-"));
	try {
		const output = await wrangler(["deploy", "--dry-run", "--outdir", outdir]);
		return /gzip: ([\d.]+ \w+)/.exec(output)?.[1] ?? "unknown";
	} finally {
		rmSync(outdir, { recursive: true, force: true });
	}
}

if (import.meta.main) {
	const kilobytes = (files: string[]) => `${(gzipped(files) / 1000).toFixed(2)} kB`;
	console.log(`Widget, the loader                     ${kilobytes(loader)}`);
	console.log(`Widget, all until a visitor can type   ${kilobytes(widget())}`);
	console.log(`Widget, after that                     ${kilobytes(widgetLater())}`);
	console.log(`Widget, with the first file            ${kilobytes(widgetFiles())}`);
	console.log(`Dashboard, first load                  ${kilobytes(dashboard())}`);
	console.log(`Worker                                 ${await worker()}`);
}
