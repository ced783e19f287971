/** Files and sites that articles are read from: upload, add, change, read again, stop, remove. The tasks do the reading. */
import type { SiteSettings } from "../../protocol/knowledge/source.ts";
import { SourceCommands } from "../source/commands.ts";
import { checkAddress } from "../source/crawl/address.ts";
import { configuring, doneIf, type KnowledgeContext } from "./context.ts";

type OnSource = { id: string };

const commands = ({ storage }: KnowledgeContext) => new SourceCommands(storage);

/** The body is read to where it is kept, never held whole. */
export const uploadFile = configuring((context, { name, body }: { name: string; body: ReadableStream<Uint8Array> }) =>
	commands(context).upload(name, body),
);

/** `loopback`: this machine's own servers may be read, which only a developer's dashboard may ask (crawl/address.ts). */
type Site = { settings: SiteSettings; loopback: boolean };

/** The settings with the address as a crawler needs it; people leave out "https://". */
function checked({ settings, loopback }: Site) {
	const named = /^[a-z][a-z\d+.-]*:\/\//i.test(settings.address);
	const address = checkAddress(named ? settings.address : `https://${settings.address}`, { loopback });
	if (!address.ok) return { ok: false, reason: "address", because: address.reason } as const;
	return { ok: true, settings: { ...settings, address: address.url.href, loopback } } as const;
}

export const addSite = configuring((context, site: Site) => {
	const address = checked(site);
	return address.ok ? commands(context).addSite(address.settings) : address;
});

export const changeSite = configuring((context, { id, ...site }: Site & OnSource) => {
	const address = checked(site);
	return address.ok ? commands(context).changeSite(id, address.settings) : address;
});

export const readAgain = configuring((context, { id }: OnSource) => commands(context).readAgain(id));

export const stopReading = configuring((context, { id }: OnSource) => commands(context).stop(id));

/** It and its articles go at the next alarms. */
export const removeSource = configuring((context, { id }: OnSource) => doneIf(commands(context).remove(id)));
