/** The parts of wrangler.toml that our scripts need: chaos and the bench, to run the Worker by Miniflare, and the deploy. Wrangler's own type for it is `any`. */
import * as v from "valibot";
import type { MailConfiguration } from "./mail-advice.ts";
import { unstable_readConfig as readConfig } from "wrangler";

const Config = v.object({
	compatibility_date: v.string(),
	vars: v.record(v.string(), v.string()),
	d1_databases: v.array(v.object({ binding: v.string() })),
	r2_buckets: v.array(v.object({ binding: v.string() })),
	ratelimits: v.array(
		v.object({
			name: v.string(),
			namespace_id: v.string(),
			simple: v.object({ limit: v.number(), period: v.picklist([10, 60]) }),
		}),
	),
	queues: v.optional(v.object({ consumers: v.optional(v.array(v.object({ queue: v.string() })), []) }), {}),
	send_email: v.optional(v.array(v.object({ name: v.string() })), []),
	durable_objects: v.object({ bindings: v.array(v.object({ name: v.string(), class_name: v.string() })) }),
});

export const readWorkerConfig = (): v.InferOutput<typeof Config> =>
	v.parse(Config, readConfig({ config: "wrangler.toml" }, { hideWarnings: true }));

/** How mail leaves. */
export function mailConfiguration(): MailConfiguration {
	const { vars, send_email: bindings, queues } = readWorkerConfig();
	const text = (name: string): string => vars[name] ?? "";
	return {
		mail: text("MAIL"),
		hasBinding: bindings.some(({ name }) => name === "EMAIL"),
		hearsBounces: queues.consumers.length > 0,
		host: text("SMTP_HOST"),
		user: text("SMTP_USER"),
	};
}
