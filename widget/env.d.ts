/** Defined by build.ts: the path of the chat module, relative to Parley's origin. */
declare const CHAT_URL: string;

/** Defined by build.ts: the file name of the module chat/session/later.ts, in the chat module's folder. */
declare const LATER_URL: string;

/** Defined by build.ts: the file name of the module chat/files/files.ts, in the same folder. */
declare const FILES_URL: string;

interface Window {
	/** Set once the loader has run in this window. */
	parleyRuns?: true;
}

declare module "*.css?inline" {
	const css: string;
	export default css;
}
