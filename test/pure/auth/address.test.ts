/** The network of a request's address: the same for one subscriber, however their addresses are written or change. */
import { describe, expect, test } from "vitest";
import { addressHash, limitKey, network, widerNetwork } from "../../../src/auth/address.ts";

const env = { PARLEY_SECRET: "a secret for tests, and long enough to sign with" };
const from = (address?: string) =>
	new Request("https://parley.test", address === undefined ? {} : { headers: { "cf-connecting-ip": address } });

describe("a network", () => {
	test.each([
		["203.0.113.7", "203.0.113.7"],
		["::ffff:203.0.113.7", "203.0.113.7"],
		["::FFFF:203.0.113.7", "203.0.113.7"],
		["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
		["2001:db8:1:2::9", "2001:db8:1:2::/64"],
		["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
		["2001:db8::9", "2001:db8:0:0::/64"],
		["2001:db8:1:2:3::", "2001:db8:1:2::/64"],
		["::1", "0:0:0:0::/64"],
		["::", "0:0:0:0::/64"],
		["::5:6:7:8:9", "0:0:0:5::/64"],
		["1::5:6:7:8:9:a", "1:0:5:6::/64"],
		["fe80::1:2%eth0", "fe80:0:0:0::/64"],
	])("of %s is %s", (address, expected) => {
		expect(network(address)).toBe(expected);
	});

	test.each([
		["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
		["2001:db8:1:ffff::9", "2001:db8:1::/48"],
		["2001:db8:2:2::9", "2001:db8:2::/48"],
		["203.0.113.7", null],
		["::ffff:203.0.113.7", null],
		["nobody", null],
	])("of %s with all that one customer of a provider has is %s", (address, expected) => {
		expect(widerNetwork(address)).toBe(expected);
	});
});

describe("the key of a limit", () => {
	test("is the network, and one key for all requests without an address", () => {
		expect(limitKey(from("2001:db8:1:2::9"))).toBe("2001:db8:1:2::/64");
		expect(limitKey(from())).toBe("unknown");
	});
});

describe("the hash of an address", () => {
	test("is null where the address is unknown, and never contains the address", async () => {
		expect(await addressHash(env, from())).toBe(null);
		const hash = await addressHash(env, from("203.0.113.7"));
		expect(hash).not.toBe(null);
		expect(hash).not.toContain("203.0.113.7");
	});

	test("is the same for a whole network, and differs from the next network's", async () => {
		const [one, same, other] = await Promise.all(
			["2001:db8:1:2::9", "2001:db8:1:2:aaaa::1", "2001:db8:1:3::9"].map((address) => addressHash(env, from(address))),
		);
		expect(same).toBe(one);
		expect(other).not.toBe(one);
	});
});
