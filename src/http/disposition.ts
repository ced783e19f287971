/** The header that says what a file is called, and whether a browser shows or saves it. Pure. */

/** RFC 6266: a name in ASCII for old clients, and the name itself. */
export function disposition(kind: "inline" | "attachment", name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
	const encoded = encodeURIComponent(name.toWellFormed()).replace(
		/['()*]/g,
		(letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
