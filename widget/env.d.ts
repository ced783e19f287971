/** Put in by build.ts: where the chat module is, below our origin. */
declare const CHAT_URL: string;

/** Put in by build.ts: the module of src/protocol/client/shared.ts, beside the chat module. */
declare const SHARED_URL: string;

declare module "*.css?inline" {
	const css: string;
	export default css;
}
