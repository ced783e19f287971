/** Defined by build.ts: the path of the chat module, relative to Parley's origin. */
declare const CHAT_URL: string;

/** Defined by build.ts: the file name of the module chat/session/later.ts, in the chat module's folder. */
declare const LATER_URL: string;

/** True once the loader has run in this window. */
declare var __parley: boolean | undefined;

declare module "*.css?inline" {
	const css: string;
	export default css;
}
