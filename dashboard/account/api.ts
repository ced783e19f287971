/** HTTP calls for one's own account. */
import { Account, type ProfileChange } from "../../src/protocol/people/account.ts";
import { anything, call } from "../api.ts";

export const account = (signal: AbortSignal) => call("/account", { schema: Account, signal });
export const saveProfile = (body: ProfileChange) => call("/account", { method: "PATCH", body, schema: Account });
export const changePassword = (body: { current: string; next: string }) =>
	call("/account/password", { method: "POST", body, schema: anything });
export const endSession = (id: string) =>
	call(`/account/sessions/${encodeURIComponent(id)}`, { method: "DELETE", schema: anything });
export const endOthers = () => call("/account/sessions/end-others", { method: "POST", body: {}, schema: anything });
