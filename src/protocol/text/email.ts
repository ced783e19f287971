/**
 * E-mail addresses as people type and paste them, in the one form in which they are stored and compared: lower case, the
 * domain in ASCII as browsers write it ("info@müller.de" is "info@xn--mller-kva.de"). Every place that takes an address
 * uses these schemas.
 */
import * as v from "valibot";

/** In characters: RFC 5321, 4.5.3.1 and its erratum 1690. */
const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

/**
 * The part before the @: HTML's rule (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address), which allows
 * the dots in a row of some Japanese providers, and the letters of all scripts (RFC 6531).
 */
const local = /^[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]+$/u;

/** A domain that the URL parser brings to ASCII: the parser would also take ports, paths and escapes. */
const domainText = /^[\p{L}\p{M}\p{N}\p{Join_Control}。.-]+$/u;
const domain = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])$/;

/** What surrounds an address that was copied: a scheme, brackets, quotes, the punctuation of the sentence. */
const before = /^(?:mailto:|[<("'“„«]|\s)+/iu;
const after = /[>)'"”»,;:.。\s]/u;

/** A pattern for the end would try every run of such marks inside of the text, too. */
function withoutAround(text: string): string {
	const from = before.exec(text)?.[0].length ?? 0;
	let to = text.length;
	while (to > from && after.test(text.charAt(to - 1))) to--;
	return text.slice(from, to);
}

// oxlint-disable-next-line no-control-regex -- controls are what this looks for
const invisible = /(?!\p{Join_Control})[\p{DI}\u0000-\u001f\u007f-\u009f]/gu;
/** The joiners, which are part of some Persian and Indic domains, and stray anywhere else. */
const joiners = /\p{Join_Control}/gu;

/** The domain in ASCII; null where it can't be one. */
function toAscii(text: string): string | null {
	if (!domainText.test(text) || !URL.canParse(`http://${text}`)) return null;
	const { hostname } = new URL(`http://${text}`);
	return domain.test(hostname) ? hostname : null;
}

/** The address in its stored form; null where the text isn't one. Full-width characters, such as ＠, are read as plain ones. */
export function parseEmail(text: string): string | null {
	const plain = withoutAround(text.normalize("NFKC").replace(invisible, ""));
	const at = plain.lastIndexOf("@");
	const name = plain.slice(0, at).replace(joiners, "").toLowerCase().normalize("NFC");
	const host = toAscii(plain.slice(at + 1)) ?? toAscii(plain.slice(at + 1).replace(joiners, ""));
	if (at < 1 || host === null || name.length > MAX_LOCAL_LENGTH || !local.test(name)) return null;
	const address = `${name}@${host}`;
	return address.length > MAX_LENGTH ? null : address;
}

/** The schema of an address, with the text or reason of its refusal. */
export const emailOr = (refusal: string) =>
	v.pipe(
		v.string(),
		v.maxLength(1_000, refusal),
		v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
			const address = parseEmail(dataset.value);
			if (address !== null) return address;
			addIssue({ message: refusal });
			return NEVER;
		}),
		v.description("An e-mail address."),
	);

export const EmailAddress = emailOr("Enter an e-mail address.");
