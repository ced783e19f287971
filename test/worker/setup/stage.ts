/**
 * The fixtures of worker tests: a shop, its people, its knowledge base, and conversations in it. Vitest makes each when a
 * test first asks for it by name. `test` has one shop for a file, `isolated` a new shop for every test. Hooks get a file's
 * fixtures through `test.beforeAll`, and the rows of a table through `test.for`. A file extends `test` once, at its top: an
 * extension within a `describe` makes a second shop.
 */
import { env } from "cloudflare:workers";
import { test as base } from "vitest";
import { conversation, knowledge } from "../../../src/durable/objects.ts";
import type { Role } from "../../../src/protocol/actor.ts";
import type { WorkspaceSettings } from "../../../src/protocol/workspace.ts";
import { createMember, createVisitor, createWorkspace, type Workspace } from "./people.ts";
import { arrive, start } from "./talk.ts";

type Shop = { shop: Workspace };

/** The shop's settings where they differ from a new workspace's: `test.override("settings", …)`. */
const noSettings = (): Partial<WorkspaceSettings> => ({});
const makeShop = ({ settings }: { settings: Partial<WorkspaceSettings> }) => createWorkspace("Fjord Bags", settings);
const hire =
	(role: Role, name: string) =>
	({ shop }: Shop) =>
		createMember(shop, role, name);
const libraryOf = ({ shop }: Shop) => knowledge(env, shop.id);
/** The object of a conversation. */
const stubOf =
	({ shop }: Shop) =>
	(id: string) =>
		conversation(env, shop.id, id);
/** A new visitor who has the chat open and has said nothing. */
const arriving =
	({ shop }: Shop) =>
	() =>
		arrive(shop);
/** A new visitor's first message in a conversation of their own. */
const starting =
	({ shop }: Shop) =>
	(text?: string) =>
		start(shop, text);
const visit = ({ shop }: Shop) => createVisitor(shop);

const file = { scope: "file" } as const;

export const test = base
	.extend("settings", file, noSettings)
	.extend("shop", file, makeShop)
	.extend("ines", file, hire("owner", "Ines"))
	.extend("marco", file, hire("agent", "Marco"))
	.extend("vera", file, hire("viewer", "Vera"))
	.extend("library", file, libraryOf)
	.extend("stubOf", file, stubOf)
	.extend("arrive", file, arriving)
	.extend("start", file, starting)
	.extend("visitor", visit);

export const isolated = base
	.extend("settings", noSettings)
	.extend("shop", makeShop)
	.extend("ines", hire("owner", "Ines"))
	.extend("marco", hire("agent", "Marco"))
	.extend("vera", hire("viewer", "Vera"))
	.extend("library", libraryOf)
	.extend("stubOf", stubOf)
	.extend("arrive", arriving)
	.extend("start", starting)
	.extend("visitor", visit);
