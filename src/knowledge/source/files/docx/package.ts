/**
 * The parts of a Word document by what they are for: the package's relationships name the main part, and its own name the
 * others, under any names (ECMA-376, part 2, Open Packaging Conventions). Text only: pictures are never unpacked.
 */
import { decodeText } from "../../html/charset.ts";
import { entriesOf, unzip } from "../zip.ts";
import { walkXml } from "./xml.ts";

/** Bytes of XML in all. */
const MAX_XML_BYTES = 8_000_000;

/** What a document's relationships are for, by the last word of their types. */
export type Relation = { id: string; type: string; target: string };

export type WordPackage = {
	main: string;
	relations: Relation[];
	/** The text of a part; null where it isn't there. */
	part: (name: string) => string | null;
};

export type Opened =
	| { ok: true; word: WordPackage }
	| { ok: false; reason: "broken" | "too_large" | "not_word"; looksLike?: string };

const parts = /(?:\.xml|\.rels|\.x?html?|\.txt|\.mht(?:ml)?)$/i;
const unneeded = /(?:^|\/)(?:theme|webSettings|fontTable|customXml|charts|embeddings|media|glossary)(?:\d*\.xml|\/)/i;
const textTypes = /(?:document|template)(?:\.macroEnabled(?:Template)?)?\.main\+xml$/i;

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf("/") + 1);

/** A target as a part's name: relative to the folder of what names it, or to the package. */
function resolve(folder: string, target: string): string {
	let path = target.replaceAll("\\", "/");
	try {
		path = decodeURIComponent(path);
	} catch {
		// A name with a bare percent sign.
	}
	const found: string[] = [];
	for (const step of (path.startsWith("/") ? path : folder + path).split("/"))
		if (step === "..") found.pop();
		else if (step !== "" && step !== ".") found.push(step);
	return found.join("/").toLowerCase();
}

const at = async () => {};

async function relationsOf(xml: string | null, folder: string): Promise<Relation[]> {
	const found: Relation[] = [];
	const open = (name: string, { Id = "", Type = "", Target = "", TargetMode }: Record<string, string>) => {
		if (name === "Relationship" && TargetMode?.toLowerCase() !== "external")
			found.push({
				id: Id,
				type: Type.slice(Type.lastIndexOf("/") + 1).toLowerCase(),
				target: resolve(folder, Target),
			});
	};
	await walkXml(xml ?? "", { open, text: () => {}, close: () => {} }, at);
	return found;
}

/** Types of parts, by their names; for packages whose relationships are missing or damaged. */
async function typesOf(xml: string | null): Promise<{ name: string; type: string }[]> {
	const found: { name: string; type: string }[] = [];
	const open = (name: string, { PartName = "", ContentType = "" }: Record<string, string>) => {
		if (name === "Override") found.push({ name: resolve("", PartName), type: ContentType });
	};
	await walkXml(xml ?? "", { open, text: () => {}, close: () => {} }, at);
	return found;
}

/** Other documents in ZIP archives, by their types or parts. */
const others: [RegExp, string][] = [
	[/spreadsheetml|^xl\/|ms-excel/, "an Excel workbook"],
	[/presentationml|^ppt\/|ms-powerpoint/, "a PowerPoint presentation"],
	[/^content\.xml$/, "an OpenDocument file. Save it as .docx"],
	[/^meta-inf\/container\.xml$/, "an electronic book"],
	[/^index\/document\.iwa$/, "a Pages document. Export it as Word"],
];

export async function openPackage(bytes: Uint8Array): Promise<Opened> {
	const entries = entriesOf(bytes);
	if (entries === null) return { ok: false, reason: "broken" };
	const unpacked = await unzip(bytes, (name) => parts.test(name) && !unneeded.test(name), MAX_XML_BYTES);
	if (!unpacked.ok) return unpacked;
	// Names are compared without regard to case.
	const files = new Map([...unpacked.files].map(([name, file]) => [name.replace(/^\//, "").toLowerCase(), file]));
	const part = (name: string): string | null => {
		const file = files.get(name);
		return file === undefined ? null : decodeText(file);
	};
	const types = await typesOf(part("[content_types].xml"));
	const named = (await relationsOf(part("_rels/.rels"), "")).find(({ type }) => type === "officedocument")?.target;
	const typed = types.find(({ type }) => textTypes.test(type))?.name;
	const main = [named, typed, "word/document.xml"].find((name) => name !== undefined && files.has(name));
	const mainType = types.find(({ name }) => name === main)?.type ?? "";
	const other = others.find(
		([mark]) =>
			mark.test(mainType) || (main === undefined && entries.some(({ name }) => mark.test(name.toLowerCase()))),
	);
	if (other || main === undefined) return { ok: false, reason: "not_word", looksLike: other?.[1] ?? "a ZIP archive" };
	const folder = folderOf(main);
	const relations = await relationsOf(part(`${folder}_rels/${main.slice(folder.length)}.rels`), folder);
	return { ok: true, word: { main, relations, part } };
}
