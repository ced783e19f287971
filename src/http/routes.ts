/** The API's own description, OpenAPI 3.1. It is a file, made of the routes' declarations when Parley is built (scripts/openapi.ts). */
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
