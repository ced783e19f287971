/**
 * The tables of letters for Chinese, Japanese and Korean PDFs (src/knowledge/source/pdf/cmaps.ts) from their archive into a
 * folder of assets. The archive holds the folder `cmaps` of pdfjs-dist as it is published, with Adobe's licence.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { unzip } from "../src/knowledge/source/files/zip.ts";
import { CMAP_FOLDER } from "../src/knowledge/source/pdf/cmaps.ts";

const MAX_BYTES = 4_000_000;

export async function writeCmaps(assets: string): Promise<void> {
	const archive = await readFile("src/knowledge/source/pdf/cmaps.zip");
	const unpacked = await unzip(archive, () => true, MAX_BYTES);
	if (!unpacked.ok) throw new Error("src/knowledge/source/pdf/cmaps.zip can't be unpacked.");
	const folder = join(assets, CMAP_FOLDER);
	await mkdir(folder, { recursive: true });
	for (const [name, bytes] of unpacked.files) await writeFile(join(folder, name), bytes);
}
