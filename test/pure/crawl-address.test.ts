/** Addresses that a crawl may ask for, and everything that tries to look like one. */
import { describe, expect, test } from "vitest";
import { checkAddress, isPublicV4, isPublicV6, loopbackOpen } from "../../src/knowledge/crawl/address.ts";

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
		[`https://fjord-bags.example/${"a".repeat(2_000)}`, "not_an_address"],
		["", "not_an_address"],
	])("refuses %s as %s", (address, expected) => expect(reason(address)).toBe(expected));

	test("what isn't an address of its kind is not public", () => {
		for (const odd of ["", "1.2.3", "1.2.3.4.5", "a.b.c.d", "1.2.3.-4", "999.1.1.1"])
			expect(isPublicV4(odd)).toBe(false);
		for (const odd of ["", ":", ":::", "1::2::3", "2606::4700::1", "g::1", "2606:4700", "1:2:3:4:5:6:7:8:9"])
			expect(isPublicV6(odd)).toBe(false);
	});
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
		// Whatever a client says of the host, the edge marks what it passes on.
		expect(loopbackOpen("1", new Request(here, { headers: { "CF-Ray": "8c1f2a3b4c5d6e7f-FRA" } }))).toBe(false);
		const claims = { Host: "localhost", "X-Forwarded-Host": "localhost", Forwarded: "host=localhost" };
		expect(loopbackOpen("1", new Request("https://parley.team.workers.dev/", { headers: claims }))).toBe(false);
	});
});
