/**
 * The push services that are called, by host: those of the browsers. An endpoint comes from a browser, so without this list a
 * member could have the Worker call any address. Pure.
 */

const SERVICES: readonly RegExp[] = [
	// Chrome, Edge on Android, Brave, Opera, Samsung Internet.
	/^fcm\.googleapis\.com$/,
	// Firefox.
	/^(?:[\w-]+\.)?push\.services\.mozilla\.com$/,
	// Safari.
	/^(?:[\w-]+\.)?push\.apple\.com$/,
	// Edge on Windows.
	/^[\w-]+(?:\.[\w-]+)*\.notify\.windows\.com$/,
];

/** Whether an endpoint is an https address of a known push service, on its usual port and without credentials. */
export function isPushService(endpoint: string): boolean {
	if (!URL.canParse(endpoint)) return false;
	const { protocol, hostname, port, username, password } = new URL(endpoint);
	return (
		protocol === "https:" &&
		port === "" &&
		username === "" &&
		password === "" &&
		SERVICES.some((service) => service.test(hostname))
	);
}
