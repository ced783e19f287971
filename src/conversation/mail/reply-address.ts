/**
 * Where answers by e-mail go: `reply+TOKEN@domain`, one address a conversation, and `reply+note-TOKEN@domain` for a teammate's
 * answer to what told them of it. The token is a keyed hash of workspace and
 * conversation in lower-case base32, so mail servers that fold an address's case change nothing. Which conversation it is
 * of is a row of D1 (store.ts). The Message-IDs of our mails hold it too, for programs that ignore Reply-To.
 */
import { keyedHash } from "../../auth/keys.ts";

/** RFC 4648's alphabet of base32, in lower case. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** 160 bits. With "reply+" it is 38 characters of the 64 that may stand before the @ (RFC 5321, 4.5.3.1.1). */
const TOKEN_BYTES = 20;
const TOKEN = "[a-z2-7]{32}";

const BEFORE = "reply";

const tokenPattern = new RegExp(`^${BEFORE}\\+(${TOKEN})$`);
const notePattern = new RegExp(`^${BEFORE}\\+note-(${TOKEN})$`);
const idPattern = new RegExp(`^(${TOKEN})\\.\\w{1,20}$`);

type SecretEnv = Pick<Env, "PARLEY_SECRET">;

/** What a token stands for. */
export type ReplyPlace = { workspaceId: string; conversationId: string };

function base32(bytes: Uint8Array): string {
	let text = "";
	let [value, bits] = [0, 0];
	for (const byte of bytes) {
		value = ((value << 8) | byte) & 0xffff;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			text += ALPHABET.charAt((value >>> bits) & 31);
		}
	}
	return text;
}

export async function replyToken(env: SecretEnv, { workspaceId, conversationId }: ReplyPlace): Promise<string> {
	const hash = await keyedHash(env, "reply address", `${workspaceId}/${conversationId}`);
	const binary = atob(hash.replaceAll("-", "+").replaceAll("_", "/"));
	return base32(Uint8Array.from(binary.slice(0, TOKEN_BYTES), (letter) => letter.charCodeAt(0)));
}

export const replyAddress = (token: string, domain: string): string => `${BEFORE}+${token}@${domain}`;

export const noteAddress = (token: string, domain: string): string => `${BEFORE}+note-${token}@${domain}`;

const localPart = (address: string): string => address.slice(0, address.lastIndexOf("@")).toLowerCase();

/** The token of an address that visitors answer to; null where it has none. */
export const tokenOfAddress = (address: string): string | null => tokenPattern.exec(localPart(address))?.[1] ?? null;

/** The token of an address that teammates answer to; null where it has none. */
export const tokenOfNoteAddress = (address: string): string | null => notePattern.exec(localPart(address))?.[1] ?? null;

/** What stands before the @ in the Message-ID of a conversation's mail. `part`: what tells its mails from each other. */
export const messageIdPart = (token: string, part: string): string => `${token}.${part}`;

/** The first token among Message-IDs, without their angle brackets; null where none of them is ours. */
export function tokenOfIds(ids: readonly string[]): string | null {
	for (const id of ids) {
		const token = idPattern.exec(id.slice(0, Math.max(0, id.lastIndexOf("@"))).toLowerCase())?.[1];
		if (token !== undefined) return token;
	}
	return null;
}
