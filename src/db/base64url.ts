/** Bytes as url-safe base64 without padding (RFC 4648 section 5): for ids, keys and hashes. */
export const base64url = (bytes: Uint8Array): string =>
	btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
