/** What a model's errors mean, from their words: the binding of Workers AI throws plain errors. */

function messagesOf(error: unknown): string[] {
	return error instanceof Error ? [error.message, ...messagesOf(error.cause)] : [];
}

/** The runtime's own words where there is no account behind the binding (`wrangler dev --local`): it won't come back. */
export const isAbsent = (error: unknown): boolean =>
	messagesOf(error).some((message) => message.includes("needs to be run remotely"));

/** 4006 is Workers AI's code for a free allowance that is used up; it is full again at midnight, UTC. */
export const isUsedUp = (error: unknown): boolean =>
	messagesOf(error).some((message) => /\b4006\b|daily free allocation|\bneurons\b/i.test(message));
