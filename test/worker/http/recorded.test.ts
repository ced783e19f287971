/**
 * What clients of earlier releases said, and what they were answered over HTTP (test/fixtures/README.md), to today's server:
 * every route is still there and takes what it took, every answer is one that today's schemas read, every frame is
 * understood. What servers said over sockets is test/client/recorded.test.ts's.
 */
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test, vi } from "vitest";
import { routes } from "../../../src/api.ts";
import { mintVisitorToken } from "../../../src/auth/visitor.ts";
import { Problem } from "../../../src/protocol/problem.ts";
import { recorded, releases, shopOf } from "../setup/recorded.ts";
import { openInbox, openMember, openVisitor } from "../setup/socket.ts";

const Exchanges = v.array(
	v.object({
		method: v.string(),
		path: v.string(),
		/** Method and address as the route declared it. */
		route: v.string(),
		body: v.optional(v.unknown()),
		status: v.number(),
		answer: v.unknown(),
	}),
);
const Frame = v.looseObject({ type: v.string(), id: v.optional(v.string()) });
const Said = v.object({ visitor: v.array(Frame), member: v.array(Frame), inbox: v.array(Frame) });

const declared = new Map(routes().map((route) => [`${route.method} ${route.path}`, route.declared]));

/** Reasons that are about the frame's form, not about the moment. */
const misread = ["invalid", "unknown_type", "too_big", "too_long", "empty", "invalid_email"];
const reasonsOf = (frames: { type: string }[]) =>
	frames.flatMap((frame) => ("reason" in frame ? [String(frame.reason)] : []));

describe.each(releases)("%s", (release) => {
	const exchanges = v.parse(Exchanges, JSON.parse(recorded(release, "http.json")));
	const said = v.parse(Said, JSON.parse(recorded(release, "client-frames.json")));

	test.each([...new Map(exchanges.map((each) => [each.route, each])).keys()])(
		"%s takes and answers what it did",
		(route) => {
			const promised = declared.get(route);
			if (!promised) throw new Error("There is no such route any more.");
			for (const { body, status, answer } of exchanges.filter((each) => each.route === route)) {
				if (status >= 400) {
					expect(v.parse(Problem, answer)).toMatchObject(Object(answer));
					continue;
				}
				if (promised.json) expect(v.safeParse(promised.json, body).issues).toBeUndefined();
				if (status === 204) expect(answer).toBeNull();
				else expect(v.parse(promised.answer, answer)).toMatchObject(Object(answer));
			}
		},
	);

	test("visitors' frames are understood, each answered or carried out", async () => {
		const { workspace, id, ana } = await shopOf(release);
		const token = await mintVisitorToken(env, { workspaceId: workspace.id, visitorId: ana.visitorId });
		const line = await openVisitor({ token, site: ana.site }, id);
		await line.next("welcome");
		for (const frame of said.visitor) line.send(frame);
		const message = said.visitor.find(({ type }) => type === "send")?.id;
		await line.next("entries", ({ entries }) => entries.some((entry) => "id" in entry && entry.id === message));
		await line.next("entries", ({ state }) => state.status === "closed");
		for (const { type, id: own } of said.visitor)
			if (own !== undefined && type !== "send")
				await vi.waitFor(() =>
					expect(
						line.raw.some((frame) => frame.includes(`"id":"${own}"`)),
						own,
					).toBe(true),
				);
		for (const reason of reasonsOf(line.frames)) expect(misread).not.toContain(reason);
		line.close();
	});

	test("members' frames are understood, and carried out", async () => {
		const { ines, id } = await shopOf(release);
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		for (const frame of said.member) desk.send(frame);
		for (const { type, id: own } of said.member)
			if (type !== "typing" && own !== undefined)
				await desk.next("entries", ({ entries }) => entries.some((entry) => "id" in entry && entry.id === own));
		expect(reasonsOf(desk.frames)).toEqual([]);
		desk.close();
	});

	test("lists' frames are understood, and answered", async () => {
		const { ines } = await shopOf(release);
		const line = await openInbox(ines);
		for (const frame of said.inbox) line.send(frame);
		for (const { type, id: own } of said.inbox) if (type === "list") await line.next("page", (page) => page.id === own);
		expect(reasonsOf(line.frames)).toEqual([]);
		line.close();
	});
});
