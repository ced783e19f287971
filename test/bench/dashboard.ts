/**
 * `npm run bench:dashboard`: how quick the dashboard is for an agent of a workspace of years. Fills the demo with conversations
 * (100,000 unless `--size` says otherwise), signs in with a real Chromium, and measures what DESIGN's budgets name: opening
 * threads from the list, searching while typing, typing beneath a long thread, frames while the list is scrolled with the CPU
 * slowed four times, and what moves when live changes arrive. `--json` ends with one line for programs. Other work on the machine
 * shows in all, so run it on a quiet one.
 */
import { parseArgs } from "node:util";
import { type BrowserContext, type CDPSession, chromium, type Page, request as playwright } from "@playwright/test";
import * as v from "valibot";
import { castOf, ines, knock, PASSWORD, sentences, signedIn } from "../../scripts/demo.ts";
import { DOOR, type PastConversation, type PastOrder } from "../../scripts/local/past.ts";
import { pastConversation } from "../../scripts/past.ts";
import { seed } from "../../scripts/seeding.ts";
import { browserPath } from "../browser/browser.ts";
import buildAll from "../browser/build.ts";
import { Visitor } from "../browser/visitor.ts";
import { startWorld, type World } from "../browser/world.ts";
import { percentiles } from "./figures.ts";

const { values } = parseArgs({
	options: { json: { type: "boolean", default: false }, size: { type: "string", default: "100000" } },
});

const SIZE = Number(values.size);
/** The CPU slow-down with which Lighthouse simulates a mid-range phone, as in page.ts. */
const SLOWED = 4;
const OPENED = 60;
const ENTRIES = 1_000;
const TYPED = 200;
/** Each of wheel and drag. */
const SCROLLED_MS = 15_000;
const LONG_FRAME_MS = 50;
const LIVE_CHANGES = 30;
const SEARCHED = ["returns", "shipping cost", "warranty repair", "klarna", "how do I return", "FB750000", "strap"];

/** Runs in the page. A frame's length is the time between two of the browser's animation frames. */
const instruments = `
window.bench = {
	shift: 0,
	drawn: () => new Promise((done) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => done(performance.now()); port2.postMessage(0); })),
	until: (holds) => new Promise((done, fail) => {
		const over = setTimeout(() => { watcher.disconnect(); fail(new Error("It never came: " + holds)); }, 20_000);
		const look = () => { if (!holds()) return; clearTimeout(over); watcher.disconnect(); done(bench.drawn()); };
		const watcher = new MutationObserver(look);
		watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
		look();
	}),
	frames: (move, ms) => new Promise((done) => {
		const lengths = [];
		let last = performance.now();
		const end = last + ms;
		const frame = (now) => {
			const at = performance.now();
			lengths.push(at - last);
			last = at;
			move();
			if (at < end) requestAnimationFrame(frame); else done(lengths);
		};
		requestAnimationFrame(frame);
	}),
};
const Socket = WebSocket;
window.WebSocket = class extends Socket {
	constructor(...address) {
		super(...address);
		this.addEventListener("message", ({ data }) => { if (typeof data === "string" && data.includes('"type":"page"')) bench.onPage?.(); });
	}
};
new PerformanceObserver((list) => { for (const entry of list.getEntries()) bench.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
`;

const LIST = "document.querySelector('.table.scroll, .list.scroll')";
const numbers = v.array(v.number());

await buildAll();
const world = await startWorld({ withModel: false, withPast: true });
const browser = await chromium.launch({ executablePath: await browserPath(), args: ["--no-sandbox"] });
try {
	if (!world.door) throw new Error("The world has no door for a past.");
	await seed(world.door, new URL(world.shop).origin, SIZE);
	const long = await rememberLong(world);
	const context = await signInto(world);
	const results = {
		size: SIZE,
		open: await opening(context),
		search: await searching(context),
		typing: await typing(context, long),
		scroll: await scrolling(context),
		live: await living(context),
	};
	if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
	else report(results);
} finally {
	await browser.close();
	await world.close();
}

/** A thread of a thousand entries, the latest of all. Resolves to its id. */
async function rememberLong({ door, host, shop }: World): Promise<string> {
	const known = await castOf(await signedIn(host), new URL(shop).origin);
	if (!known || !door) throw new Error("The demo isn't there.");
	const { cast, workspaceId } = known;
	const all = await sentences();
	const from = cast.now - ENTRIES * 1_000;
	const textOf = (number: number) => all[number % all.length] ?? "";
	const long: PastConversation = {
		...pastConversation(SIZE + 1, cast),
		contact: null,
		steps: Array.from({ length: ENTRIES }, (_, number) => {
			const at = from + number * 1_000;
			const text = textOf(number);
			return number % 2 === 0 ? { do: "ask", at, text } : { do: "reply", at, text, member: cast.ines };
		}),
	};
	await knock(door, DOOR, { workspaceId, conversations: [long] } satisfies PastOrder);
	return long.id;
}

async function signInto({ host }: World): Promise<BrowserContext> {
	const client = await playwright.newContext({ baseURL: host, extraHTTPHeaders: { Origin: host } });
	await client.post("/api/auth/sign-in/email", { data: { email: ines.email, password: PASSWORD } });
	const storageState = await client.storageState();
	await client.dispose();
	const context = await browser.newContext({ storageState, viewport: { width: 1440, height: 900 } });
	await context.addInitScript({ content: instruments });
	return context;
}

async function dashboardOf(context: BrowserContext, path = "/conversations?status=all"): Promise<Page> {
	const page = await context.newPage();
	await page.goto(`${world.host}${path}`);
	await page.locator("[data-id]").first().waitFor();
	return page;
}

/** From a click in the list until the thread's messages are drawn, in ms. */
async function opening(context: BrowserContext): Promise<number[]> {
	const page = await dashboardOf(context);
	const times: number[] = [];
	const ids = v.parse(
		v.array(v.string()),
		await page.evaluate(`[...document.querySelectorAll("[data-id]")].map((row) => row.dataset.id)`),
	);
	for (let number = 0; number <= OPENED; number++) {
		const id = ids[number % ids.length] ?? "";
		const ms = await page.evaluate(`(async () => {
			const link = document.querySelector('[data-id="${id}"] a');
			const begun = performance.now();
			link.click();
			return (await bench.until(() => location.pathname.endsWith("${id}") && document.querySelector('[role="log"] article'))) - begun;
		})()`);
		// The first one loads the thread's code.
		if (number > 0) times.push(v.parse(v.number(), ms));
		await page.waitForTimeout(150);
	}
	await page.close();
	return times;
}

/** From each letter until the list shows what it finds, in ms. */
async function searching(context: BrowserContext): Promise<number[]> {
	const page = await dashboardOf(context);
	const box = page.getByRole("combobox", { name: /search/i });
	const times: number[] = [];
	await box.focus();
	for (const text of SEARCHED) {
		await box.fill("");
		await page.waitForTimeout(700);
		for (const letter of text) {
			const settled = page.evaluate(`(async () => {
				await new Promise((typed) => addEventListener("input", typed, { once: true, capture: true }));
				const begun = performance.now();
				const heard = new Promise((done) => { bench.onPage = () => done(performance.now()); });
				const answered = await Promise.race([heard, new Promise((done) => setTimeout(() => done(null), 2_000))]);
				return answered === null ? null : (await bench.drawn()) - begun;
			})()`);
			await box.press(letter === " " ? "Space" : letter);
			const ms = v.parse(v.nullable(v.number()), await settled);
			if (ms !== null) times.push(ms);
		}
	}
	await page.close();
	return times;
}

/** The main thread's time for each key beneath a thread whose entries are all loaded, in ms. */
async function typing(context: BrowserContext, id: string): Promise<{ entries: number; times: number[] }> {
	const page = await dashboardOf(context, `/conversations/${id}?status=all`);
	const articles = page.locator('[role="log"] article');
	await articles.first().waitFor();
	const older = page.getByRole("button", { name: /earlier messages/i });
	for (let pages = 0; pages < ENTRIES && (await articles.count()) < ENTRIES; pages++) {
		const before = await articles.count();
		if (await older.isVisible()) await older.click().catch(() => {});
		else await page.evaluate(`document.querySelector('[role="log"]').scrollTop = 0`);
		await page.waitForTimeout(200);
		if ((await articles.count()) === before) await page.waitForTimeout(600);
	}
	await page
		.getByRole("button", { name: /Latest messages|new messages?$/ })
		.click()
		.catch(() => {});
	const session = await context.newCDPSession(page);
	await session.send("Performance.enable", { timeDomain: "threadTicks" });
	const box = page.getByRole("textbox", { name: /^Reply to/ });
	await box.focus();
	await page.waitForTimeout(1_000);
	const times: number[] = [];
	const words = "Thank you for writing. Your bag is on its way and arrives on Monday. ";
	for (let key = 0; key < TYPED; key++) {
		const before = await taskMs(session);
		await page.keyboard.type(words[key % words.length] ?? " ");
		await page.evaluate("bench.drawn()");
		times.push((await taskMs(session)) - before);
	}
	const entries = await articles.count();
	await page.close();
	return { entries, times };
}

async function taskMs(session: CDPSession): Promise<number> {
	const { metrics } = await session.send("Performance.getMetrics");
	const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
	if (seconds === undefined) throw new Error("The browser doesn't tell its task time.");
	return seconds * 1_000;
}

/** The frames' lengths while the list is wheeled through and its bar dragged, on a slowed CPU, in ms. */
async function scrolling(context: BrowserContext): Promise<{ rows: number; wheel: number[]; drag: number[] }> {
	const page = await dashboardOf(context);
	const session = await context.newCDPSession(page);
	await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
	await page.mouse.move(700, 500);
	const wheeled = page.evaluate(`bench.frames(() => {}, ${SCROLLED_MS})`);
	const end = Date.now() + SCROLLED_MS;
	while (Date.now() < end) {
		await page.mouse.wheel(0, 240);
		await page.waitForTimeout(30);
	}
	const wheel = v.parse(numbers, await wheeled);
	// From end to end and back, as fast as a hand drags.
	const drag = v.parse(
		numbers,
		await page.evaluate(`(() => {
			const list = ${LIST};
			let step = 0;
			return bench.frames(() => {
				step++;
				const share = (1 - Math.cos(step / 30)) / 2;
				list.scrollTop = share * (list.scrollHeight - list.clientHeight);
			}, ${SCROLLED_MS});
		})()`),
	);
	const rows = await page.locator("[data-id]").count();
	await page.close();
	return { rows, wheel, drag };
}

/** The layout shift (the browser's own score) while rows change and a new conversation comes, with the pointer in the list. */
async function living(context: BrowserContext): Promise<{ shift: number }> {
	const page = await dashboardOf(context);
	await page.mouse.move(700, 500);
	await page.waitForTimeout(500);
	const client = await signedIn(world.host);
	const ids = v.parse(
		v.array(v.string()),
		await page.evaluate(`[...document.querySelectorAll("[data-id]")].slice(0, 12).map((row) => row.dataset.id)`),
	);
	const before = v.parse(v.number(), await page.evaluate("bench.shift"));
	const other = await (await browser.newContext()).newPage();
	const visitor = await Visitor.arrive(other, world);
	await visitor.open();
	await visitor.say("Do you ship to Norway?");
	for (let change = 0; change < LIVE_CHANGES; change++) {
		const id = ids[change % ids.length] ?? "";
		await client("POST", `/api/conversations/${id}/mark-unread`, { from: null });
		await page.waitForTimeout(100);
	}
	await page.waitForTimeout(1_000);
	const shift = v.parse(v.number(), await page.evaluate("bench.shift")) - before;
	await other.context().close();
	await page.close();
	return { shift };
}

type Results = {
	size: number;
	open: number[];
	search: number[];
	typing: { entries: number; times: number[] };
	scroll: { rows: number; wheel: number[]; drag: number[] };
	live: { shift: number };
};

function report({ size, open, search, typing: typed, scroll, live }: Results): void {
	const times = (samples: number[]) => {
		const { p50, p95 } = percentiles(samples);
		return `p50 ${p50} · p95 ${p95} · most ${Math.max(...samples).toFixed(1)} ms (${samples.length})`;
	};
	const frames = (lengths: number[]) =>
		`${times(lengths)}, ${lengths.filter((ms) => ms > LONG_FRAME_MS).length} over ${LONG_FRAME_MS} ms`;
	const lines = [
		`The dashboard with ${size.toLocaleString()} conversations`,
		`  a thread opens          ${times(open)}   budget 100 at p95`,
		`  found while typing      ${times(search)}   budget 100 at p95`,
		`  a key, ${typed.entries} entries above  ${times(typed.times)}   budget 16`,
		`  frames by wheel, CPU / ${SLOWED} ${frames(scroll.wheel)}   budget none`,
		`  frames by drag, CPU / ${SLOWED}  ${frames(scroll.drag)}, ${scroll.rows} rows   budget none`,
		`  layout shift by live changes ${live.shift.toFixed(4)}   budget 0`,
	];
	process.stdout.write(`${lines.join("\n")}\n`);
}
