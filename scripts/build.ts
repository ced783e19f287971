/**
 * `npm run build`: builds the widget, the dashboard and the API's description into dist/public, which wrangler serves and
 * deploys. With names ("widget", "dashboard") it builds only those, over an earlier build; `npm start` does so after a
 * change of their source.
 */
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { buildDashboard } from "../dashboard/build.ts";
import { buildWidget } from "../widget/build.ts";
import { writeCmaps } from "./cmaps.ts";
import { writeEld } from "./eld.ts";
import { writePdfjs } from "./pdfjs.ts";

/** The output folder. It is absolute, because the bundler resolves a relative path from its own root. */
export const OUT = resolve("dist/public");

const parts: Record<string, (outDir: string) => Promise<void>> = { widget: buildWidget, dashboard: buildDashboard };

export async function build(names: string[] = []): Promise<void> {
	await mkdir(OUT, { recursive: true });
	// A whole build removes the files of an earlier one, but not the folder itself, which a running server watches.
	if (names.length === 0)
		for (const name of await readdir(OUT)) await rm(join(OUT, name), { recursive: true, force: true });
	for (const [name, buildPart] of Object.entries(parts))
		if (names.length === 0 || names.includes(name)) await buildPart(OUT);
	await copyFile("scripts/_headers", `${OUT}/_headers`);
	await copyFile("docs/openapi.json", `${OUT}/openapi.json`);
	await writeCmaps(OUT);
	writePdfjs();
	await writeEld();
}

if (import.meta.main) await build(process.argv.slice(2));
