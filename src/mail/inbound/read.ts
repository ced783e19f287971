/**
 * A mail as it came, read into what the conversation needs: who it is from and whether that is proven, what it says, what is
 * attached, and whether a program wrote it. The sizes of hostile mails are bounded before they are parsed. Pure: it looks
 * nothing up and stores nothing.
 */
import PostalMime, { addressParser, type Email } from "postal-mime";
import { parseEmail } from "../../protocol/text/email.ts";
import { cleanLine, cleanText } from "../../protocol/text/shown.ts";
import { authenticatedDomain } from "./authentication.ts";
import { isAutomatic } from "./automatic.ts";
import { type Bounce, bounceIn, idsIn } from "./bounce.ts";
import { type InboundFile, type InboundMail, MAX_RAW_BYTES, type Unreadable } from "./inbound.ts";
import { htmlText } from "./html-text.ts";

/** Bytes of all headers: mails that went through many servers have some tens of thousands. */
const MAX_HEADER_BYTES = 256 * 1024;
const MAX_NESTING = 30;
/** Lines that begin with two hyphens, as boundaries of parts do: each part costs memory. */
const MAX_BOUNDARIES = 2_000;
const MAX_TEXT = 100_000;
const MAX_SUBJECT = 300;
/** Message-IDs of a thread that are read. */
const MAX_IDS = 100;

const LF = 10;
const HYPHEN = 45;

/** Whether there are more lines that begin as a boundary does than mails have parts. */
function hasTooManyParts(raw: Uint8Array): boolean {
	let found = 0;
	for (let at = raw.indexOf(LF); at >= 0 && found <= MAX_BOUNDARIES; at = raw.indexOf(LF, at + 1))
		if (raw[at + 1] === HYPHEN && raw[at + 2] === HYPHEN) found++;
	return found > MAX_BOUNDARIES;
}

const decoded = ({ content }: Email["attachments"][number]): string =>
	typeof content === "string" ? content : new TextDecoder().decode(content);

function bounceOf({ attachments }: Email): Bounce | null {
	const status = attachments.find(({ mimeType }) => mimeType === "message/delivery-status");
	const returned = attachments.find(
		({ mimeType }) => mimeType === "message/rfc822" || mimeType === "text/rfc822-headers",
	);
	return status ? bounceIn(decoded(status), returned ? decoded(returned) : "") : null;
}

const filesOf = ({ attachments }: Email): InboundFile[] =>
	attachments.flatMap(({ filename, content, mimeType }) =>
		typeof content === "string" || mimeType === "message/delivery-status"
			? []
			: [{ name: cleanLine((filename ?? "").slice(0, 1_000)), bytes: new Uint8Array(content) }],
	);

/** The address of From, where the mail has one such header with one address: of several, each reader could take another. */
function senderOf({ headers, from }: Email): string | null {
	const isOne = headers.filter(({ key }) => key === "from").length === 1;
	const value = headers.find(({ key }) => key === "from")?.value ?? "";
	if (!isOne || addressParser(value, { flatten: true }).length !== 1 || !from || from.address === undefined)
		return null;
	return parseEmail(from.address);
}

/** `envelopeFrom`: the sender of the SMTP dialogue, "" for reports. */
export async function readMail(raw: Uint8Array, envelopeFrom: string): Promise<InboundMail | Unreadable> {
	if (raw.length > MAX_RAW_BYTES) return "too_big";
	if (hasTooManyParts(raw)) return "unreadable";
	let mail: Email;
	try {
		mail = await PostalMime.parse(raw, {
			maxNestingDepth: MAX_NESTING,
			maxHeadersSize: MAX_HEADER_BYTES,
			forceRfc822Attachments: true,
		});
	} catch {
		return "unreadable";
	}
	const { headers } = mail;
	const from = senderOf(mail);
	const domain = authenticatedDomain(headers);
	const plain = mail.text?.trim() ? mail.text : htmlText(mail.html ?? "");
	return {
		messageId: idsIn(mail.messageId ?? "")[0] ?? null,
		from,
		isProven: from !== null && domain !== null && from.slice(from.lastIndexOf("@") + 1) === domain,
		isAutomatic: isAutomatic(envelopeFrom, headers),
		subject: cleanLine((mail.subject ?? "").slice(0, MAX_SUBJECT)),
		answers: idsIn(`${mail.inReplyTo ?? ""} ${mail.references ?? ""}`).slice(-MAX_IDS),
		text: cleanText(plain.slice(0, MAX_TEXT)),
		files: filesOf(mail),
		bounce: bounceOf(mail),
	};
}
