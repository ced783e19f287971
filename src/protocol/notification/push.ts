/** Web push: what a browser registers, and the text that it gets, encrypted for it alone. */
import * as v from "valibot";

const base64url = v.pipe(v.string(), v.regex(/^[\w-]+={0,2}$/), v.maxLength(200));

/** A browser's subscription, as its push manager gives it. */
export const NewDevice = v.object({
	endpoint: v.pipe(v.string(), v.url(), v.maxLength(2_000)),
	p256dh: base64url,
	auth: base64url,
});
export type NewDevice = v.InferOutput<typeof NewDevice>;

/** The public half of the key that pushes are signed with, which a browser subscribes for. */
export const PushKey = v.object({ publicKey: v.string() });

/** What a service worker gets. `tag`: one notification is shown for each; `withdraw`: the tags of those that are over. */
export const PushText = v.object({
	title: v.string(),
	body: v.string(),
	tag: v.string(),
	path: v.string(),
	withdraw: v.array(v.string()),
});
export type PushText = v.InferOutput<typeof PushText>;
