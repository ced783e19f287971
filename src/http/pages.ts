/**
 * What is neither a file nor the API: an address within the dashboard gets the dashboard's page, and its router goes on
 * from there. Anything else is missing, and says so, above all a script that a later deploy has replaced.
 */

/** A person opening an address. Scripts, styles and other requests for something in particular are not. */
function isNavigation(request: Request): boolean {
	if (request.method !== "GET" && request.method !== "HEAD") return false;
	const destination = request.headers.get("sec-fetch-dest");
	const { pathname } = new URL(request.url);
	// A dot in the last part is a file's name. Browsers that don't say what for ask for text/html when they navigate.
	if (/\.[^/]*$/.test(pathname)) return false;
	return destination ? destination === "document" : (request.headers.get("accept") ?? "").includes("text/html");
}

/** The page or a 404; `assets` is the binding of the built files. */
export async function page(request: Request, assets: Pick<Fetcher, "fetch">): Promise<Response> {
	if (!isNavigation(request))
		return new Response("There is nothing at this address.", {
			status: 404,
			headers: { "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" },
		});
	return assets.fetch(new Request(new URL("/", request.url), { method: request.method, headers: request.headers }));
}
