/** Serves the API's description, OpenAPI 3.1: a static file that scripts/openapi.ts makes from the routes' declarations. */
import { Hono } from "hono";
import { openRoute } from "../auth/route.ts";
import { stream } from "./contract.ts";

export const descriptionRoutes = new Hono<{ Bindings: Env }>().get(
	"/openapi.json",
	...openRoute({ summary: "This description", answer: stream }, async (c) => {
		const file = await c.env.ASSETS.fetch(new URL("/openapi.json", c.req.url));
		return new Response(file.body, { status: file.status, headers: { "content-type": "application/json" } });
	}),
);
