/** HTTP calls for notifications. */
import { OwnNotifications } from "../../src/protocol/notification/own.ts";
import type { PreferencesChange } from "../../src/protocol/notification/table.ts";
import { call } from "../api.ts";

export const notifications = (signal: AbortSignal) => call("/notifications", { schema: OwnNotifications, signal });
export const savePreferences = (body: PreferencesChange) =>
	call("/notifications", { method: "PATCH", body, schema: OwnNotifications });
