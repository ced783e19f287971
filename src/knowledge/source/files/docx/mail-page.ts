/** The web page in a MIME message, as libraries put one into a Word document ("afchunk.mht"). Pure. */

const header = (head: string, name: string): string =>
	new RegExp(`^${name}:[ \\t]*([^\\n]*(?:\\n[ \\t][^\\n]*)*)`, "im").exec(head)?.[1] ?? "";

function decoded(body: string, encoding: string, charset: string): string {
	if (/base64/i.test(encoding)) {
		try {
			return new TextDecoder(charset).decode(
				Uint8Array.from(atob(body.replace(/\s+/g, "")), (char) => char.charCodeAt(0)),
			);
		} catch {
			return "";
		}
	}
	if (!/quoted-printable/i.test(encoding)) return body;
	const joined = body.replace(/=[ \t]*\n/g, "");
	return joined.replace(/(?:=[0-9a-f]{2})+/gi, (bytes) => {
		const found = Uint8Array.from(bytes.slice(1).split("="), (byte) => Number.parseInt(byte, 16));
		return new TextDecoder(charset).decode(found);
	});
}

/** "" where there is none. */
export function pageOfMail(message: string): string {
	const text = message.replace(/\r\n?/g, "\n");
	const boundary = /boundary="?([^"\n;]{1,200})"?/i.exec(text.slice(0, 5_000))?.[1];
	for (const part of boundary === undefined ? [text] : text.split(`--${boundary}`)) {
		const blank = part.indexOf("\n\n", 1);
		const head = part.slice(0, blank < 0 ? 0 : blank);
		if (!/^\s*text\/html/i.test(header(head, "content-type"))) continue;
		const charset = /charset="?([\w-]{1,40})/i.exec(head)?.[1] ?? "utf-8";
		try {
			return decoded(part.slice(blank + 2), header(head, "content-transfer-encoding"), charset);
		} catch {
			return "";
		}
	}
	return "";
}
