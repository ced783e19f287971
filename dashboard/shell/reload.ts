/**
 * The reason why the page must be reloaded, for the banner. A socket sets it when the server has another protocol version,
 * and the error boundary when a page failed to render. Only the reload clears it.
 */
import { signal } from "@preact/signals";

/** "release": the server has another protocol version. "fault": a page threw while it rendered. */
export const reloadFor = signal<"release" | "fault" | null>(null);
