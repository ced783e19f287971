/** HTTP calls for sources. */
import { type SiteSettings, Source, SourceDetails, SourceList } from "../../src/protocol/knowledge/source.ts";
import { anything, call } from "../api.ts";

const at = (id: string) => `/sources/${encodeURIComponent(id)}`;

export const sources = (signal: AbortSignal) => call("/sources", { schema: SourceList, signal });
export const source = (id: string, signal: AbortSignal) => call(at(id), { schema: SourceDetails, signal });
/** Where a source's file is shown, or downloaded as it came. */
export const fileAddress = (id: string, how: "show" | "download"): string =>
	`/api${at(id)}/file${how === "download" ? "?download=1" : ""}`;
export const uploadFile = (file: File) =>
	call(`/sources/files?name=${encodeURIComponent(file.name)}`, { method: "POST", file, schema: Source });
/** Saves a site's settings; with a null `id` it adds a site. */
export const saveSite = (id: string | null, body: SiteSettings) =>
	call(id === null ? "/sources/sites" : at(id), { method: id === null ? "POST" : "PUT", body, schema: Source });
export const readAgain = (id: string) => call(`${at(id)}/read`, { method: "POST", body: {}, schema: Source });
export const stopReading = (id: string) => call(`${at(id)}/stop`, { method: "POST", body: {}, schema: Source });
export const removeSource = (id: string) => call(at(id), { method: "DELETE", schema: anything });
