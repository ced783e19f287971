/**
 * Lets scripts import the Worker's routes in Node, to read their declarations: the runtime's own modules, which Node lacks, are
 * empty there. Nothing of them may be called.
 */
import { registerHooks } from "node:module";

const empty = "export class DurableObject {} export const env = {}, exports = {}, connect = null, waitUntil = null;";

registerHooks({
	resolve: (specifier, context, next) =>
		specifier.startsWith("cloudflare:")
			? { url: `data:text/javascript,${encodeURIComponent(empty)}`, shortCircuit: true }
			: next(specifier, context),
});
