/** The requests about saved views. Their result reaches every dashboard over the live list. */
import { SavedViews, type ViewChange, type ViewDraft, type ViewOrder } from "../../../src/protocol/list/view.ts";
import { call } from "../../api.ts";

const path = (id: string): string => `/views/${encodeURIComponent(id)}`;

export const addView = (body: ViewDraft) => call("/views", { method: "POST", body, schema: SavedViews });
export const changeView = (id: string, body: ViewChange) =>
	call(path(id), { method: "PATCH", body, schema: SavedViews });
export const removeView = (id: string) => call(path(id), { method: "DELETE", schema: SavedViews });
export const orderViews = (body: ViewOrder) => call("/views/order", { method: "PUT", body, schema: SavedViews });
