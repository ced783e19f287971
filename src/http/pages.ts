/**
 * Requests for neither a file nor the API. A navigation gets the dashboard's page, whose router shows the address. Any other
 * request gets a 404: above all one for a script that a later deploy has replaced, which must not get a page instead.
 */
import { HSTS } from "./headers.ts";

/** Whether a person is opening the address; false for requests of scripts, styles and other files. */
function isNavigation(request: Request): boolean {
	if (request.method !== "GET" && request.method !== "HEAD") return false;
	const destination = request.headers.get("sec-fetch-dest");
	const { pathname } = new URL(request.url);
	// A dot in the last part means a file. Browsers without Sec-Fetch-Dest accept text/html when they navigate.
	if (/\.[^/]*$/.test(pathname)) return false;
	return destination ? destination === "document" : (request.headers.get("accept") ?? "").includes("text/html");
}

/** The dashboard's page or a 404. `assets` is the binding of the built files. */
export async function page(request: Request, assets: Pick<Fetcher, "fetch">): Promise<Response> {
	if (!isNavigation(request))
		return new Response("There is nothing at this address.", {
			status: 404,
			headers: {
				"cache-control": "no-store",
				"content-type": "text/plain; charset=utf-8",
				"strict-transport-security": HSTS,
				"x-content-type-options": "nosniff",
			},
		});
	return assets.fetch(new Request(new URL("/", request.url), { method: request.method, headers: request.headers }));
}
