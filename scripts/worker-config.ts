/** The part of wrangler.toml that chaos and the bench need to run the Worker by Miniflare; wrangler's own type for it is `any`. */
import * as v from "valibot";
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
	durable_objects: v.object({ bindings: v.array(v.object({ name: v.string(), class_name: v.string() })) }),
});

export const readWorkerConfig = (): v.InferOutput<typeof Config> =>
	v.parse(Config, readConfig({ config: "wrangler.toml" }, { hideWarnings: true }));
