/** Which providers are offered: those whose id and secret are both set, and whose issuer names one party. */
import { describe, expect, test } from "vitest";
import { issuerProblem, providersOf } from "../../../src/auth/provider/config.ts";

const google = { GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret" };
const oidc = { OIDC_ISSUER: "https://login.example.com/", OIDC_CLIENT_ID: "id", OIDC_CLIENT_SECRET: "secret" };
const TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";

describe("the providers", () => {
	test("are those with an id and a secret", () => {
		expect(providersOf({})).toEqual([]);
		expect(providersOf({ GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "" })).toEqual([]);
		expect(providersOf({ ...oidc, OIDC_CLIENT_ID: "" })).toEqual([]);
		expect(providersOf({ ...google, ...oidc }).map(({ id, name, key }) => [id, name, key])).toEqual([
			["google", "Google", "google"],
			["oidc", "login.example.com", "oidc https://login.example.com"],
		]);
		expect(providersOf({ ...oidc, OIDC_NAME: "Shop ID" })).toMatchObject([{ name: "Shop ID" }]);
	});

	test.each([
		["https://login.example.com", true],
		["https://login.example.com/realms/shop", true],
		[`https://login.microsoftonline.com/${TENANT}/v2.0`, true],
		["https://login.microsoftonline.com/common/v2.0", false],
		["https://login.microsoftonline.com/organizations/v2.0", false],
		["https://login.microsoftonline.com/consumers/v2.0", false],
		["https://login.microsoftonline.com/shop.example/v2.0", false],
		["http://login.example.com", false],
		["http://localhost:8080", false],
		["https://login.example.com/?tenant=1", false],
		["login.example.com", false],
	])("with the issuer %s: %s", (issuer, isOffered) => {
		expect(issuerProblem(issuer) === null).toBe(isOffered);
		expect(providersOf({ ...oidc, OIDC_ISSUER: issuer })).toHaveLength(isOffered ? 1 : 0);
	});

	test("may be on this machine only while developing", () => {
		const local = { ...oidc, OIDC_ISSUER: "http://localhost:8080" };
		expect(providersOf({ ...local, ONLY_LOCAL: "1" })).toHaveLength(1);
		expect(providersOf(local)).toHaveLength(0);
	});
});
