/**
 * Where files of conversations lie in the bucket: under their workspace and conversation, so that what a conversation holds can
 * be listed and deleted by its prefix. Each attempt to send a file has a place of its own; the conversation knows which one
 * counts.
 */
type Place = { workspaceId: string; conversationId: string };

export const conversationPrefix = ({ workspaceId, conversationId }: Place): string =>
	`conversations/${workspaceId}/${conversationId}/`;

const filePrefix = (place: Place, fileId: string): string => `${conversationPrefix(place)}${fileId}/`;

/** The key of a file's bytes. */
export const fileKey = (place: Place, fileId: string, attempt: string): string =>
	`${filePrefix(place, fileId)}${attempt}`;

/** The key of its thumbnail. */
export const thumbnailKey = (place: Place, fileId: string, attempt: string): string =>
	`${fileKey(place, fileId, attempt)}.thumbnail`;

/** Keys that one request to the bucket deletes at most (https://developers.cloudflare.com/r2/api/workers/workers-api-reference/). */
const DELETED_AT_ONCE = 1_000;

/** Deletes what lies under a prefix, but what is kept. */
export async function deleteBelow(
	bucket: R2Bucket,
	prefix: string,
	isKept: (key: string) => boolean = () => false,
): Promise<void> {
	for (let cursor: string | undefined; ;) {
		const page = await bucket.list({ prefix, limit: DELETED_AT_ONCE, ...(cursor === undefined ? {} : { cursor }) });
		const keys = page.objects.map(({ key }) => key).filter((key) => !isKept(key));
		if (keys.length > 0) await bucket.delete(keys);
		if (!page.truncated) return;
		({ cursor } = page);
	}
}

/** Deletes a file with all attempts to send it; or, given the attempt that counts, the others. */
export const deleteFile = (bucket: R2Bucket, place: Place, fileId: string, attempt: string | null): Promise<void> => {
	const kept = attempt === null ? null : fileKey(place, fileId, attempt);
	return deleteBelow(bucket, filePrefix(place, fileId), (key) => kept !== null && key.startsWith(kept));
};
