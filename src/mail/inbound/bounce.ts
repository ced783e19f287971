/**
 * Reports that a mail could not be delivered (RFC 3464). A report counts for an address only together with the Message-ID of
 * a mail of ours, which is in the headers that it returns and which nobody can guess. Pure.
 */

/** Characters of a report that are read. */
const MOST = 64_000;

export type Bounce = {
	/** The address that took no mail, as the report has it. */
	address: string;
	/** "5.1.1"; null where it gives none. */
	status: string | null;
	/** The Message-IDs of the mail that was returned, without their angle brackets. */
	ids: string[];
};

/** The fields of a group of lines, folded ones joined. The first of a name counts. */
function fieldsOf(group: string): Map<string, string> {
	const fields = new Map<string, string>();
	let name: string | null = null;
	for (const line of group.split("\n")) {
		const colon = line.indexOf(":");
		if (/^[ \t]/.test(line)) {
			if (name !== null) fields.set(name, `${fields.get(name) ?? ""} ${line.trim()}`);
			continue;
		}
		name = null;
		if (colon < 1) continue;
		const found = line.slice(0, colon).trim().toLowerCase();
		if (fields.has(found)) continue;
		name = found;
		fields.set(found, line.slice(colon + 1).trim());
	}
	return fields;
}

/** The ids in angle brackets of a header's value, without them. */
export const idsIn = (value: string): string[] =>
	[...value.slice(0, MOST).matchAll(/<([^<>\s]{1,250})>/g)].map(([, id = ""]) => id);

/**
 * `status`: the report's part of type message/delivery-status. `returned`: its part with the mail, or its headers. Null: it
 * reports no address that failed for good.
 */
export function bounceIn(status: string, returned: string): Bounce | null {
	const text = status.slice(0, MOST).replaceAll("\r\n", "\n");
	for (const group of text.split("\n\n")) {
		const fields = fieldsOf(group);
		const code = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get("status") ?? "")?.[0] ?? null;
		const failed = fields.get("action")?.toLowerCase().startsWith("failed") ?? false;
		if (!failed || (code !== null && !code.startsWith("5"))) continue;
		const recipient = fields.get("original-recipient") ?? fields.get("final-recipient") ?? "";
		const address = recipient.slice(recipient.indexOf(";") + 1).trim();
		if (address === "") continue;
		const mail = returned.slice(0, MOST).replaceAll("\r\n", "\n");
		const end = mail.indexOf("\n\n");
		const headers = fieldsOf(end < 0 ? mail : mail.slice(0, end));
		const ids = ["message-id", "references", "in-reply-to"].flatMap((name) => idsIn(headers.get(name) ?? ""));
		return { address, status: code, ids };
	}
	return null;
}
