/** HTTP calls for canned responses. */
import { type CannedDraft, CannedList, CannedResponse } from "../../src/protocol/canned/response.ts";
import { anything, call } from "../api.ts";

const one = (id: string) => `/canned/${encodeURIComponent(id)}`;

export const cannedList = () => call("/canned", { schema: CannedList });
export const addCanned = (body: CannedDraft) => call("/canned", { method: "POST", body, schema: CannedResponse });
export const changeCanned = (id: string, body: CannedDraft) =>
	call(one(id), { method: "PUT", body, schema: CannedResponse });
export const removeCanned = (id: string) => call(one(id), { method: "DELETE", schema: anything });
export const countCanned = (ids: readonly string[]) =>
	call("/canned/used", { method: "POST", body: { ids }, schema: anything });
