/**
 * The tables that say which letters a Chinese, Japanese or Korean PDF means where it doesn't carry its own. They are
 * Adobe's, as pdf.js packs them, a file each among the Worker's assets: nothing is loaded until a PDF names one.
 */

/** Where `scripts/build.ts` puts them. */
export const CMAP_FOLDER = "/cmaps/";

/** A table by its name; null where there is none of that name. */
export type CMaps = (name: string) => Promise<Uint8Array | null>;

export const cmapsFrom =
	(assets: { fetch(url: URL): Promise<Response> }): CMaps =>
	async (name) => {
		if (!/^[\w-]+$/.test(name)) return null;
		const found = await assets.fetch(new URL(`${CMAP_FOLDER}${name}.bcmap`, "https://assets.invalid"));
		if (found.ok) return new Uint8Array(await found.arrayBuffer());
		await found.body?.cancel();
		return null;
	};
