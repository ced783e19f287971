/**
 * Finds the browser for the tests: the one in CHROME_PATH, else an installed Chrome or Chromium, else the one among our
 * development dependencies, which starts on a bare Linux machine.
 */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import bundled from "@sparticuz/chromium";

const names = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome"];

const elsewhere = [
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
	"C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

const runs = (path: string): boolean => {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
};

export async function browserPath(): Promise<string> {
	const wanted = process.env["CHROME_PATH"];
	if (wanted) {
		if (!runs(wanted)) throw new Error(`CHROME_PATH names ${wanted}, which can't be run.`);
		return wanted;
	}
	const onPath = (process.env["PATH"] ?? "")
		.split(delimiter)
		.flatMap((folder) => names.map((name) => join(folder, name)));
	return [...onPath, ...elsewhere].find(runs) ?? bundled.executablePath();
}
