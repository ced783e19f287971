/** Put in by build.ts: where the chat module is, below our origin. */
declare const CHAT_URL: string;

declare module "*.css?inline" {
	const css: string;
	export default css;
}
