/**
 * One of a browser's tabs tells a notice. A Web Lock orders the tabs, and the ids of the latest notices are in localStorage.
 * Where the browser refuses either, each tab tells.
 */
import { recall, remember } from "../../ui/stored.ts";

const KEY = "told";
const MOST = 50;

function claim(id: string): boolean {
	const told = (recall(KEY) ?? "").split(" ");
	if (told.includes(id)) return false;
	remember(KEY, [...told, id].slice(-MOST).join(" "));
	return true;
}

/** True in the one tab that is to tell this notice. */
export const isMine = (id: string): Promise<boolean> =>
	"locks" in navigator ? navigator.locks.request("parley.told", () => claim(id)) : Promise.resolve(claim(id));
