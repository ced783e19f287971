/** Waits no longer than a limit: what neither answers nor fails must not hold up what else is owed. */

/** What `answer` comes to; throws `late` as an error's text where it takes longer than `limitMs`. It is not called off. */
export async function within<Answer>(limitMs: number, answer: Promise<Answer>, late: string): Promise<Answer> {
	const enough = new AbortController();
	const limit = scheduler.wait(limitMs, { signal: enough.signal }).then(() => {
		throw new Error(late);
	});
	try {
		return await Promise.race([answer, limit]);
	} finally {
		enough.abort();
	}
}
