/** HTTP calls for notifications. */
import * as v from "valibot";
import { OwnNotifications } from "../../src/protocol/notification/own.ts";
import type { PreferencesChange } from "../../src/protocol/notification/table.ts";
import { call } from "../api.ts";

export const notifications = (signal: AbortSignal) => call("/notifications", { schema: OwnNotifications, signal });
export const savePreferences = (body: PreferencesChange) =>
	call("/notifications", { method: "PATCH", body, schema: OwnNotifications });
const Tested = v.object({ outcome: v.picklist(["taken", "refused", "dead", "later"]) });
export const testChannel = (id: string) =>
	call(`/notifications/channels/${encodeURIComponent(id)}/test`, { method: "POST", body: {}, schema: Tested });
