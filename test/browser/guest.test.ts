/** The tag on pages that rewrite themselves, guard their keys and focus, print, transform or strip: the page and the chat work. */
import type { Page } from "@playwright/test";
import { hostPage, openHostPage, tagOf } from "./host-page.ts";
import { expect, test } from "./stage.ts";
import { Visitor } from "./visitor.ts";
import type { World } from "./world.ts";

/** A visitor on a host page of one address, "/guest". */
async function guest(page: Page, world: World, body: string, head = "", tag?: string): Promise<Visitor> {
	await openHostPage(page, world, { "/guest": hostPage(tag ?? (await tagOf(world)).html, body, head) });
	return new Visitor(page);
}

const QUESTION = "is my jacket /g i? new kite";

/** Opens the chat if need be, types key by key, sends, and finds the message in the log. */
async function talk(visitor: Visitor, text = QUESTION): Promise<void> {
	if (!(await visitor.chat.isVisible())) await visitor.open();
	await visitor.box.click();
	await visitor.box.pressSequentially(text);
	await expect(visitor.box).toHaveValue(text);
	await visitor.box.press("Enter");
	await expect(visitor.messages.getByText(text, { exact: true })).toBeVisible();
}

for (const delay of [0, 1_500, 4_000])
	test(`a page whose whole document React 18 hydrates after ${delay} ms keeps what was typed, and has the chat`, async ({
		newPage,
		world,
	}) => {
		const { src, key } = await tagOf(world);
		const scripts = ["/lib/react.js", "/lib/react-dom.js"].map((path) => `<script src="${path}"></script>`).join("");
		const html = `<!doctype html><html lang="en"><head><meta charSet="utf-8"/><title>Host</title><link rel="icon" href="data:,"/><script src="${src}" data-workspace="${key}" async=""></script></head><body><main><h1>Shop</h1><input aria-label="Search"/></main>${scripts}<script src="/app.js"></script></body></html>`;
		const app = `const h = React.createElement;
			const App = () => h("html", { lang: "en" },
				h("head", null, h("meta", { charSet: "utf-8" }), h("title", null, "Host"), h("link", { rel: "icon", href: "data:," }),
					h("script", { src: ${JSON.stringify(src)}, "data-workspace": ${JSON.stringify(key)}, async: true })),
				h("body", null, h("main", null, h("h1", { onClick() { document.title = "clicked"; } }, "Shop"), h("input", { "aria-label": "Search" })),
					...["/lib/react.js", "/lib/react-dom.js", "/app.js"].map((src) => h("script", { src, key: src }))));
			window.recovered = [];
			setTimeout(() => ReactDOM.hydrateRoot(document, h(App), { onRecoverableError: (error) => recovered.push(error.message) }), ${delay});`;
		const page = await newPage();
		await page.route("**/app.js", (route) => route.fulfill({ body: app, contentType: "text/javascript" }));
		await openHostPage(page, world, { "/guest": html });
		const visitor = new Visitor(page);
		const search = page.getByLabel("Search");
		await search.fill("rucksack");
		await page.waitForFunction(() => {
			const heading = document.querySelector("h1");
			heading?.click();
			return document.title === "clicked";
		});
		await expect(visitor.launcher).toBeVisible();
		expect(await page.evaluate("recovered")).toEqual([]);
		await expect(search).toHaveValue("rucksack");
		await talk(visitor);
	});

/** What pages do to themselves, in their own words: raw HTML is what these tests are about, and none of it is ours. */
const replacements: Record<string, string> = {
	"sets the whole document anew":
		"document.documentElement.innerHTML = '<head><title>New</title></head><body><h1>New</h1></body>'",
	"replaces its body": "document.body = Object.assign(document.createElement('body'), { innerHTML: '<h1>New</h1>' })",
	"empties its body": "document.body.innerHTML = '<h1>New</h1>'",
	"replaces its root element":
		"const html = document.createElement('html'); html.innerHTML = '<body><h1>New</h1></body>'; document.documentElement.replaceWith(html)",
	"adds its body later":
		"document.body.remove(); setTimeout(() => document.documentElement.append(Object.assign(document.createElement('body'), { innerHTML: '<h1>New</h1>' })), 300)",
};
for (const [what, script] of Object.entries(replacements))
	test(`a page that ${what} has the chat afterwards, with what was typed in it`, async ({ newPage, world }) => {
		const page = await newPage();
		const visitor = await guest(page, world, "<h1>Old</h1>");
		await visitor.open();
		await visitor.box.fill("half a");
		await page.evaluate(script);
		await expect(page.getByRole("heading", { name: "New" })).toBeVisible();
		await expect(visitor.box).toHaveValue("half a");
		await visitor.box.focus();
		await page.keyboard.press("End");
		await page.keyboard.type(" question");
		await page.keyboard.press("Enter");
		await expect(visitor.message("half a question")).toBeVisible();
		await expect(page.locator("[data-parley]")).toHaveCount(1);
	});

test("a page that takes the chat away on purpose gets its way in the end", async ({ newPage, world }) => {
	const page = await newPage();
	await page.clock.install();
	const visitor = await guest(
		page,
		world,
		`<script>window.removed = 0; new MutationObserver(() => {
			const host = document.querySelector("[data-parley]");
			if (host && window.strict) { removed++; host.remove(); }
		}).observe(document.body, { childList: true });</script>`,
	);
	await page.clock.runFor(5_000);
	await expect(visitor.launcher).toBeVisible();
	await page.evaluate("strict = true; document.querySelector('[data-parley]').remove()");
	await page.clock.runFor(60 * 60_000);
	const removed = Number(await page.evaluate("removed"));
	expect(removed).toBeGreaterThan(3);
	expect(removed).toBeLessThan(100);
	await page.clock.runFor(60 * 60_000);
	expect(await page.evaluate("removed")).toBe(removed);
	await expect(page.locator("[data-parley]")).toHaveCount(0);
});

test("a site that Turbo drives keeps one launcher and the open chat from page to page, also back from its cache", async ({
	newPage,
	world,
}) => {
	const page = await newPage();
	const tag = await tagOf(world);
	const pageOf = (name: string, body: string) =>
		hostPage("", `<h1>${name}</h1>${body}${tag.html}`, '<script src="/lib/turbo.js"></script>');
	await openHostPage(page, world, {
		"/one": pageOf("One", '<a href="/two">To two</a>'),
		"/two": pageOf("Two", '<a href="/one">To one</a>'),
	});
	const visitor = new Visitor(page);
	await talk(visitor);
	await page.getByRole("link", { name: "To two" }).click();
	await expect(page.getByRole("heading", { name: "Two" })).toBeVisible();
	await expect(visitor.chat).toBeVisible();
	await page.goBack();
	await expect(page.getByRole("heading", { name: "One" })).toBeVisible();
	await talk(visitor, "and now?");
	await page.getByRole("link", { name: "To two" }).click();
	await expect(page.getByRole("heading", { name: "Two" })).toBeVisible();
	await expect(page.getByRole("button", { name: /^Chat/ })).toHaveCount(1);
	await expect(visitor.message("and now?")).toBeVisible();
});

test("with a Bootstrap dialog open, what is typed in the chat arrives in the chat", async ({ newPage, world }) => {
	const page = await newPage();
	const visitor = await guest(
		page,
		world,
		`<div class="modal" id="m" tabindex="-1"><div class="modal-dialog"><div class="modal-content"><input aria-label="Newsletter"></div></div></div>
		<script src="/lib/bootstrap.js"></script><script>addEventListener("load", () => new bootstrap.Modal("#m").show())</script>`,
		'<link rel="stylesheet" href="/lib/bootstrap.css">',
	);
	await expect(page.getByLabel("Newsletter")).toBeVisible();
	await talk(visitor);
	await expect(page.getByLabel("Newsletter")).toHaveValue("");
	await page.getByLabel("Newsletter").fill("still works");
	await expect(page.getByLabel("Newsletter")).toHaveValue("still works");
});

test("a page that takes the focus back doesn't take it from the chat", async ({ newPage, world }) => {
	const page = await newPage();
	const visitor = await guest(
		page,
		world,
		`<input aria-label="Guarded"><script>document.addEventListener("focusin", ({ target }) => {
			const input = document.querySelector("input");
			if (target !== input) input.focus();
		});</script>`,
	);
	await talk(visitor);
	await expect(page.getByLabel("Guarded")).toHaveValue("");
});

const shortcuts: Record<string, string> = {
	"Mousetrap 1.6.1": `<script src="/lib/mousetrap.js"></script><script>
		for (const key of ["g i", "j", "k", "/", "?", "n", "e", "w"]) Mousetrap.bind(key, () => { pressed++; return false; });</script>`,
	"handlers of keypress, keyup and keydown": `<script>
		for (const type of ["keydown", "keypress", "keyup", "beforeinput", "textInput"])
			document.addEventListener(type, (event) => {
				if (/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
				pressed++;
				event.preventDefault();
			});</script>`,
};
for (const [what, script] of Object.entries(shortcuts))
	test(`shortcuts of a page with ${what} swallow no letter that is typed in the chat`, async ({ newPage, world }) => {
		const page = await newPage();
		const visitor = await guest(page, world, `<script>window.pressed = 0</script>${script}`);
		await talk(visitor);
		expect(await page.evaluate("pressed")).toBe(0);
		await page.evaluate("document.activeElement.blur()");
		await page.keyboard.press("j");
		expect(await page.evaluate("pressed")).toBeGreaterThan(0);
	});

test("a page that forbids to copy, paste and scroll doesn't forbid it in the chat", async ({ newPage, world }) => {
	const page = await newPage({ permissions: ["clipboard-read", "clipboard-write"] });
	const visitor = await guest(
		page,
		world,
		`<script>for (const type of ["copy", "cut", "paste", "wheel", "touchmove"])
			document.addEventListener(type, (event) => event.preventDefault(), { passive: false });</script>`,
	);
	await visitor.open();
	await visitor.box.fill("parcel 1Z999");
	await visitor.box.press("ControlOrMeta+a");
	await visitor.box.press("ControlOrMeta+x");
	await expect(visitor.box).toHaveValue("");
	await visitor.box.press("ControlOrMeta+v");
	await expect(visitor.box).toHaveValue("parcel 1Z999");
	await visitor.say("line\n".repeat(80));
	await expect(visitor.message("line")).toBeVisible();
	const log = visitor.chat.locator(".scroll");
	await expect.poll(() => log.evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
	const before = await log.evaluate((element) => element.scrollTop);
	await log.hover();
	await page.mouse.wheel(0, -200);
	await expect.poll(() => log.evaluate((element) => element.scrollTop)).toBeLessThan(before);
});

test("neither the launcher nor the chat is printed", async ({ newPage, world }) => {
	const page = await newPage();
	const visitor = await guest(
		page,
		world,
		"<h1>Your order</h1>",
		"<style>@media print{*{display:block!important}}</style>",
	);
	await visitor.open();
	await page.emulateMedia({ media: "print" });
	await expect(visitor.launcher).toBeHidden();
	await expect(visitor.chat).toBeHidden();
	await expect(page.getByRole("heading", { name: "Your order" })).toBeVisible();
	await page.emulateMedia({ media: "screen" });
	await expect(visitor.chat).toBeVisible();
});

const insertions: Record<string, (src: string, key: string) => string> = {
	"in the script's address, as a tag manager inserts it": (src, key) =>
		`<script>const s = document.createElement("script"); s.src = ${JSON.stringify(`${src}?key=${key}`)}; document.head.append(s)</script>`,
	"on a page with an image named currentScript": (src, key) =>
		`<img name="currentScript" alt=""><script src="${src}" data-workspace="${key}" async></script>`,
	"in an attribute that a script sets": (src, key) =>
		`<script>const s = document.createElement("script"); s.dataset.workspace = ${JSON.stringify(key)}; s.src = ${JSON.stringify(src)}; document.head.append(s); s.remove()</script>`,
};
for (const [where, html] of Object.entries(insertions))
	test(`the key may stand ${where}`, async ({ newPage, world }) => {
		const { src, key } = await tagOf(world);
		const visitor = await guest(await newPage(), world, html(src, key), "", "");
		await talk(visitor);
	});

test("a tag without a key says so in the console", async ({ newPage, world }) => {
	const page = await newPage({ expected: /Parley: the tag has no key/ });
	const told = page.waitForEvent("console", (message) => message.text().includes("the tag has no key"));
	const visitor = await guest(page, world, "", "", `<script src="${(await tagOf(world)).src}" async></script>`);
	await told;
	await expect(visitor.launcher).toHaveCount(0);
});

for (const rule of [
	"html{transform:translateZ(0)}",
	"html{perspective:500px}",
	"html{contain:paint}",
	"html{will-change:transform}",
	"body{transform:scale(1)}",
	"body{filter:grayscale(0)}",
	"html,body{will-change:transform}",
])
	test(`the launcher is in the window's corner, and the chat in the window, on a page with ${rule}`, async ({
		newPage,
		world,
	}) => {
		const page = await newPage({ viewport: { width: 900, height: 700 } });
		const visitor = await guest(page, world, '<div style="height:4000px">Long</div>', `<style>${rule}</style>`);
		for (const top of [0, 3_000]) {
			await page.evaluate((y) => scrollTo(0, y), top);
			await expect(visitor.launcher).toBeInViewport({ ratio: 1 });
			const box = await visitor.launcher.boundingBox();
			expect(box).toMatchObject({ y: 700 - 76 });
		}
		await talk(visitor);
		await expect(visitor.chat).toBeInViewport({ ratio: 1 });
	});

test("a page that strips attributes and styles every element has the launcher in its corner", async ({
	newPage,
	world,
}) => {
	const page = await newPage({ viewport: { width: 900, height: 700 } });
	const visitor = await guest(
		page,
		world,
		`<script>setInterval(() => { for (const element of document.querySelectorAll("body *"))
			for (const name of element.getAttributeNames()) element.removeAttribute(name); }, 50)</script>`,
		"<style>body *{position:static!important;display:none!important;z-index:-1!important;opacity:0!important} body{pointer-events:none}</style>",
	);
	await talk(visitor);
	await visitor.button("Close the chat").click();
	expect(await visitor.launcher.boundingBox()).toMatchObject({ x: 900 - 76, y: 700 - 76 });
});

test("a page whose library adds to the language's own objects has the chat", async ({ newPage, world }) => {
	// What Prototype.js 1.6 and its contemporaries do.
	const visitor = await guest(
		await newPage(),
		world,
		"",
		`<script>
			Object.prototype.extend = function () {};
			for (const name of ["each", "entries", "first", "last", "without", "toJSON"])
				Array.prototype[name] = function () { return "[" + this.join() + "]"; };
			Array.from = (value) => [].slice.call(value);
			String.prototype.toJSON = function () { return '"' + this + '"'; };
			Element.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
			Function.prototype.bind = function (self, ...more) { const go = this; return function (...rest) { return go.apply(self, [...more, ...rest]); }; };
			HTMLElement.prototype.show = function () { this.style.display = ""; return this; };
			window.$ = (id) => document.getElementById(id);
		</script>`,
	);
	await talk(visitor);
});
