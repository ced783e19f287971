/**
 * Why only a reload of the page helps, for the banner to say. Set by whoever finds out: a socket that is told of another
 * protocol version, or the boundary around a page that failed to render. Never cleared: the reload does that.
 */
import { signal } from "@preact/signals";

/** "release": the server speaks another version of the protocol. "fault": a page broke while it was drawn. */
export const reloadFor = signal<"release" | "fault" | null>(null);
