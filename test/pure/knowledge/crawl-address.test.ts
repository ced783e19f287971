/** The SSRF guard: which addresses the crawler may request, and disguised ones that it refuses. */
import { describe, expect, test } from "vitest";
import {
	isIpAddress,
	checkAddress,
	isPublicV4,
	isPublicV6,
	loopbackOpen,
} from "../../../src/knowledge/source/crawl/address.ts";

const reason = (address: string, loopback = false) => {
	const checked = checkAddress(address, { loopback });
	return checked.ok ? "ok" : checked.reason;
};

describe("the address guard", () => {
	test.each([
		"https://fjord-bags.example/help",
		"http://www.fjord-bags.com:80/",
		"https://help.fjord-bags.co.uk:443/a?b=c#d",
		"https://bücher.example/",
		"http://8.8.8.8/",
		"http://172.32.0.1/",
		"http://100.128.0.1/",
		"http://[2606:4700:4700::1111]/",
		"https://10.example.com/",
		"https://localhost.example.com/",
		// The neighbours of refused ranges.
		"http://9.255.255.255/",
		"http://11.0.0.0/",
		"http://100.63.255.255/",
		"http://172.15.255.255/",
		"http://192.167.255.255/",
		"http://198.17.255.255/",
		"http://198.20.0.0/",
		"http://223.255.255.255/",
		"http://168.63.129.17/",
		"http://[2001:200::1]/",
		"http://[2003::1]/",
		"http://[2a00:1450:4001:80e::200e]/",
	])("takes %s", (address) => expect(reason(address)).toBe("ok"));

	test.each([
		["by name", "http://localhost/"],
		["by name, upper case", "http://LOCALHOST/"],
		["by name, with its dot", "http://localhost./"],
		["by a name beneath it", "http://a.b.localhost/"],
		["wide letters", "http://ｌｏｃａｌｈｏｓｔ/"],
		["percent-encoded", "http://%6c%6f%63alhost/"],
		["dotted", "http://127.0.0.1/"],
		["another of its numbers", "http://127.8.9.10/"],
		["dotted, with a dot", "http://127.0.0.1./"],
		["decimal", "http://2130706433/"],
		["octal", "http://0177.0.0.1/"],
		["octal, whole", "http://017700000001/"],
		["hexadecimal", "http://0x7f000001/"],
		["hexadecimal, in parts", "http://0x7f.0x0.0x0.0x1/"],
		["short", "http://127.1/"],
		["circled digits", "http://①②⑦.⓪.⓪.①/"],
		["zero", "http://0/"],
		["unspecified", "http://0.0.0.0/"],
		["IPv6", "http://[::1]/"],
		["IPv6, long", "http://[0000:0000:0000:0000:0000:0000:0000:0001]/"],
		["IPv6, unspecified", "http://[::]/"],
		["mapped", "http://[::ffff:127.0.0.1]/"],
		["mapped, hexadecimal", "http://[::ffff:7f00:1]/"],
		["compatible", "http://[::127.0.0.1]/"],
		["translated", "http://[::ffff:0:127.0.0.1]/"],
		["NAT64", "http://[64:ff9b::127.0.0.1]/"],
		["NAT64, local", "http://[64:ff9b:1::7f00:1]/"],
		["6to4", "http://[2002:7f00:1::]/"],
		["Teredo", "http://[2001:0:7f00:1::]/"],
		["octal and hexadecimal mixed", "http://0x7f.01/"],
		["ISATAP", "http://[2606:4700:4700::5efe:127.0.0.1]/"],
	])("refuses loopback %s: %s", (_, address) => expect(reason(address)).toBe("not_public"));

	test.each([
		["a metadata server", "http://169.254.169.254/latest/meta-data/"],
		["a metadata server, decimal", "http://2852039166/"],
		["a metadata server, mapped", "http://[::ffff:a9fe:a9fe]/"],
		["a metadata server, IPv6", "http://[fd00:ec2::254]/"],
		["a metadata server by name", "http://metadata.google.internal/computeMetadata/v1/"],
		["a metadata server by short name", "http://metadata/"],
		["Alibaba's metadata", "http://100.100.100.200/"],
		["Azure's own services", "http://168.63.129.16/"],
		["10/8", "http://10.0.0.1/"],
		["172.16/12", "http://172.31.255.255/"],
		["192.168/16", "http://192.168.1.1/"],
		["CGNAT", "http://100.64.0.1/"],
		["multicast", "http://224.0.0.1/"],
		["broadcast", "http://255.255.255.255/"],
		["documentation", "http://203.0.113.7/"],
		["benchmarks", "http://198.19.0.1/"],
		["private IPv6", "http://[fc00::1]/"],
		["link-local IPv6", "http://[fe80::1]/"],
		["site-local IPv6", "http://[fec0::1]/"],
		["multicast IPv6", "http://[ff02::1]/"],
		["documentation IPv6", "http://[2001:db8::1]/"],
		["documentation IPv6, new", "http://[3fff::1]/"],
		["10/8, octal", "http://012.0.0.1/"],
		["10/8, hexadecimal", "http://0x0a000001/"],
		["192.168/16, short", "http://192.168.257/"],
		["172.16/12, its first", "http://172.16.0.0/"],
		["this network", "http://0.1.2.3/"],
		["IETF's protocols", "http://192.0.0.8/"],
		["documentation 192.0.2/24", "http://192.0.2.1/"],
		["documentation 198.51.100/24", "http://198.51.100.1/"],
		["benchmarks, their first", "http://198.18.0.1/"],
		["6to4's relay", "http://192.88.99.1/"],
		["AS112", "http://192.175.48.1/"],
		["multicast, its last", "http://239.255.255.255/"],
		["reserved", "http://240.0.0.1/"],
		["10/8, mapped", "http://[::ffff:10.0.0.1]/"],
		["a public address, mapped", "http://[::ffff:8.8.8.8]/"],
		["a public address by NAT64", "http://[64:ff9b::8.8.8.8]/"],
		["10/8 by NAT64", "http://[64:ff9b::a00:1]/"],
		["10/8 by 6to4", "http://[2002:a00:1::1]/"],
		["a public address by 6to4", "http://[2002:808:808::1]/"],
		["10/8 by Teredo", "http://[2001:0:a00:1::1]/"],
		["10/8 by ISATAP", "http://[2606:4700::200:5efe:10.0.0.1]/"],
		["ULA, its last", "http://[fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]/"],
		["link-local IPv6, its last", "http://[febf:ffff::1]/"],
		["benchmarks IPv6", "http://[2001:2::1]/"],
		["ORCHID", "http://[2001:20::1]/"],
		["discard", "http://[100::1]/"],
		["segment routing", "http://[5f00::1]/"],
		["what nobody was given", "http://[4000::1]/"],
		["what nobody was given, below", "http://[1fff::1]/"],
		["one label", "http://intranet/"],
		[".local", "http://printer.local/"],
		[".internal", "http://db.prod.internal/"],
		[".home.arpa", "http://nas.home.arpa/"],
		[".lan", "http://nas.lan/"],
		["empty labels", "http://a..b/"],
	])("refuses %s: %s", (_, address) => expect(reason(address)).toBe("not_public"));

	test.each([
		["ftp://fjord-bags.example/", "not_web"],
		["file:///etc/passwd", "not_web"],
		["javascript:alert(1)", "not_web"],
		["data:text/html,x", "not_web"],
		["gopher://fjord-bags.example/", "not_web"],
		["https://user:secret@fjord-bags.example/", "has_password"],
		["https://fjord-bags.example@127.0.0.1/", "has_password"],
		["https://fjord-bags.example:8443/", "other_port"],
		["http://fjord-bags.example:22/", "other_port"],
		["http://fjord-bags.example:443/", "other_port"],
		["fjord-bags.example", "not_an_address"],
		["http://", "not_an_address"],
		["http://1.2.3.256/", "not_an_address"],
		["http://0x7f.0.0.0.1/", "not_an_address"],
		["http://[::1", "not_an_address"],
		["http://[fe80::1%25eth0]/", "not_an_address"],
		["http://[::1%lo]/", "not_an_address"],
		["http://[127.0.0.1]/", "not_an_address"],
		["http://4294967296/", "not_an_address"],
		[`https://fjord-bags.example/${"a".repeat(2_000)}`, "not_an_address"],
		["", "not_an_address"],
	])("refuses %s as %s", (address, expected) => expect(reason(address)).toBe(expected));

	test.each(["", "1.2.3", "1.2.3.4.5", "a.b.c.d", "1.2.3.-4", "999.1.1.1", "2606:4700::1", "8..8.8", "[8.8.8.8]"])(
		"what isn't an IPv4 address is not a public one: %s",
		(odd) => expect(isPublicV4(odd)).toBe(false),
	);

	test.each(["8.8.8.010", "0x8.8.8.8", "8.8.2056", "134744072", "0x08080808", " 8.8.8.8", "8.8.8.8 "])(
		"nor is one that is spelt in another way: %s",
		(odd) => expect(isPublicV4(odd)).toBe(false),
	);

	test.each(["", ":", ":::", "1::2::3", "2606::4700::1", "g::1", "2606:4700", "1:2:3:4:5:6:7:8:9", "8.8.8.8"])(
		"what isn't an IPv6 address is not a public one: %s",
		(odd) => expect(isPublicV6(odd)).toBe(false),
	);

	test.each(["2606:4700::1%eth0", "2606:4700::1%0", "[2606:4700::1]", "2606:4700::1/64", " 2606:4700::1"])(
		"nor is one that has more to it: %s",
		(odd) => expect(isPublicV6(odd)).toBe(false),
	);
});

describe("the development variable", () => {
	const here = new Request("http://localhost:8787/api/sources");

	test("opens this machine, on any port, and nothing else", () => {
		expect(loopbackOpen("1", here)).toBe(true);
		expect(reason("http://127.0.0.1:8788/", true)).toBe("ok");
		expect(reason("http://localhost:8788/", true)).toBe("ok");
		expect(reason("http://[::1]:8788/", true)).toBe("ok");
		expect(reason("http://192.168.1.1/", true)).toBe("not_public");
		expect(reason("http://169.254.169.254/", true)).toBe("not_public");
		expect(reason("http://0.0.0.0:8788/", true)).toBe("not_public");
		expect(reason("http://user:secret@localhost:8788/", true)).toBe("has_password");
	});

	test("is closed unless it says so, and a deployed Worker ignores it", () => {
		for (const value of ["", "0", "true", "yes"]) expect(loopbackOpen(value, here)).toBe(false);
		expect(loopbackOpen("1", new Request("https://parley.team.workers.dev/api/sources"))).toBe(false);
		expect(loopbackOpen("1", new Request("https://localhost.team.example/api/sources"))).toBe(false);
		// A client can set any host header, but Cloudflare's edge adds CF-Ray to every request.
		expect(loopbackOpen("1", new Request(here, { headers: { "CF-Ray": "8c1f2a3b4c5d6e7f-FRA" } }))).toBe(false);
		const claims = { Host: "localhost", "X-Forwarded-Host": "localhost", Forwarded: "host=localhost" };
		expect(loopbackOpen("1", new Request("https://parley.team.workers.dev/", { headers: claims }))).toBe(false);
	});
});

describe("the edges of what is public", () => {
	test.each([
		["0.255.255.255", "1.0.0.0"],
		["10.255.255.255", "11.0.0.0"],
		["100.127.255.255", "100.128.0.0"],
		["172.31.255.255", "172.32.0.0"],
		["192.0.0.255", "192.0.1.0"],
		["192.0.2.255", "192.0.3.0"],
		["192.88.99.255", "192.88.100.0"],
		["198.19.255.255", "198.20.0.0"],
		["198.51.100.255", "198.51.101.0"],
		["203.0.113.255", "203.0.114.0"],
		["168.63.129.16", "168.63.129.17"],
		["224.0.0.0", "223.255.255.255"],
	])("of IPv4: %s isn't, %s is", (not, is) => {
		expect([isPublicV4(not), isPublicV4(is)]).toEqual([false, true]);
	});

	test.each([
		["1fff:ffff::1", "2000::1"],
		["4000::1", "3ffe::1"],
		["2001:1ff::1", "2001:200::1"],
		["2001:db8::1", "2001:db9::1"],
		["2001::9999", "2600::9999"],
		["2002:808:808::1", "2003:1::1"],
		["3fff:fff::1", "3fff:1000::1"],
		["3fff::", "2a00:db8::1"],
		["::ffff:8.8.8.8", "2a00::8.8.8.8"],
	])("of IPv6: %s isn't, %s is", (not, is) => {
		expect([isPublicV6(not), isPublicV6(is)]).toEqual([false, true]);
	});

	test.each([
		"2a00:1:2:3:4:5:6",
		"2a00:1:2:3:4:5:6:7:8",
		"2a00::1::2",
		"2a00::10000",
		"2a00::x",
		"2a00::-1",
		"2a00:1:2:3::4:5:6:7",
		"",
	])("%j is no address, and so not public", (text) => {
		expect(isPublicV6(text)).toBe(false);
	});

	test.each(["2a00:1:2:3:4:5:6:7", "2a00::ffff", "2a00:1:2:3:4:5::7", "2a00:1:2:3:4:5:6::"])("%s is one", (text) => {
		expect(isPublicV6(text)).toBe(true);
	});

	test("a host by its number is told from one by its name", () => {
		expect(["[2a00::1]", "8.8.8.8", "shop.example", "8.example"].map(isIpAddress)).toEqual([true, true, false, false]);
	});

	test("a name under localhost is this machine, and one that only begins so is not", () => {
		const at = (address: string) => checkAddress(address, { loopback: true }).ok;
		expect(["http://shop.localhost:8080/", "http://localhost.shop.example:8080/"].map(at)).toEqual([true, false]);
	});

	test("an address may be as long as two thousand characters, and have no password without a name", () => {
		const long = (length: number) => "https://shop.example/".padEnd(length, "x");
		expect(checkAddress(long(2_000), { loopback: false })).toMatchObject({ ok: true });
		expect(checkAddress(long(2_001), { loopback: false })).toEqual({ ok: false, reason: "not_an_address" });
		expect(checkAddress("https://:secret@shop.example/", { loopback: false })).toEqual({
			ok: false,
			reason: "has_password",
		});
	});
});
