/** Put in by build.ts: where the chat module is, below our origin. */
declare const CHAT_URL: string;

/** Put in by build.ts: the module of chat/session/later.ts, beside the chat module. */
declare const LATER_URL: string;

declare module "*.css?inline" {
	const css: string;
	export default css;
}
