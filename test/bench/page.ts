/**
 * `npm run bench:page`: what the script tag costs a site before anybody opens the chat. Loads the demo shop in a real Chromium
 * slowed four times, with one of four scripts in turn in the tag's place: an empty one, ten lines that draw the same button
 * when the page is idle, the same with one request to Parley, and the tag. Nothing else differs. Prints the medians of the
 * main thread's time, its parts by the browser's trace, and what the tag adds to the ten lines with their request.
 * `--json` ends with one line for programs. Other work on the machine shows in all, so run it on a quiet one.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import * as v from "valibot";
import { OUT } from "../../scripts/build.ts";
import { browserPath } from "../browser/browser.ts";
import buildAll from "../browser/build.ts";
import { startWorld } from "../browser/world.ts";
import { hundredths } from "./figures.ts";

const { values } = parseArgs({
	options: {
		json: { type: "boolean", default: false },
		loads: { type: "string", default: "17" },
		// Another build's loader, to compare.
		loader: { type: "string", default: `${OUT}/widget.js` },
	},
});

/** The CPU slow-down with which Lighthouse simulates a mid-range phone. */
const SLOWED = 4;
/** Loads of each kind, after one that warms the browser up. */
const LOADS = Number(values.loads);
/** When the measurement ends, ms after the page was asked for: the same for every kind, and long after all has come. */
const END_MS = 4_000;
/** What the tag may add to ten lines that do the least of what it does. */
const BUDGET_MS = 5;

/** Ten lines that draw the launcher: what a site's own developer would write, with the raw HTML that they would use. It is constant. */
const button = `const draw = () => {
	const host = document.createElement("div");
	host.style.cssText = "position:fixed;z-index:2147483000;right:20px;bottom:20px";
	host.attachShadow({ mode: "open" }).innerHTML = '<style>button{all:unset;width:56px;height:56px;border-radius:50%;background:#4f46e5;display:grid;place-items:center;cursor:pointer;box-shadow:0 8px 32px #0005}svg{width:26px;fill:none;stroke:#fff;stroke-width:1.8}</style><button aria-label="Chat"><svg viewBox="0 0 24 24"><path d="M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z"/></svg></button>';
	document.body.append(host);
};
const { src, dataset } = document.currentScript;
const whenIdle = (run) => {
	const ask = () => requestIdleCallback(run, { timeout: 2_000 });
	if (document.readyState === "loading") addEventListener("DOMContentLoaded", ask);
	else ask();
};`;

const kinds = ["an empty script", "ten lines", "ten lines and a request", "the tag"] as const;
type Kind = (typeof kinds)[number];

const scripts: Record<Kind, string> = {
	"an empty script": "",
	"ten lines": `{${button} whenIdle(draw);}`,
	"ten lines and a request": `{${button} whenIdle(async () => {
		const response = await fetch(new URL("/api/widget/boot?key=" + dataset.workspace, src));
		await response.json();
		draw();
	});}`,
	// Set below: the built loader.
	"the tag": "",
};

/** The parts of the main thread's time, by the names of the trace's events. The rest is the browser's own. */
const parts = {
	script:
		/^(?:EvaluateScript|FunctionCall|v8\.|V8\.|RunMicrotasks|FireIdleCallback|TimerFire|EventDispatch|CacheScript|CompileScript|Fire)/,
	style: /^(?:UpdateLayoutTree|RecalculateStyles|ParseAuthorStyleSheet|ScheduleStyleRecalculation)/,
	layout: /^(?:Layout|InvalidateLayout)/,
	paint: /^(?:PrePaint|Paint|RasterTask|Decode)/,
	layers: /^(?:Layerize|Commit|UpdateLayer|UpdateLayerTree|CompositeLayers)/,
	network: /^(?:Resource|XHR|URLLoader)/,
};
type Part = keyof typeof parts | "other";
const partNames: Part[] = ["script", "style", "layout", "paint", "layers", "network", "other"];

const TraceEvent = v.object({
	name: v.string(),
	ph: v.string(),
	pid: v.number(),
	tid: v.number(),
	ts: v.optional(v.number(), 0),
	dur: v.optional(v.number(), 0),
	tdur: v.optional(v.number()),
	args: v.optional(v.looseObject({ name: v.optional(v.unknown()) })),
});
type TraceEvent = v.InferOutput<typeof TraceEvent>;
const Trace = v.pipe(v.string(), v.parseJson(), v.object({ traceEvents: v.array(TraceEvent) }));

/** The time of each part in ms: of every event on the page's main thread what isn't its inner events'. */
function partsOf(trace: string): Record<Part, number> {
	const { traceEvents } = v.parse(Trace, trace);
	const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
	const mains = new Set(
		traceEvents
			.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
			.map((event) => thread(event)),
	);
	const sums: Record<Part, number> = { script: 0, style: 0, layout: 0, paint: 0, layers: 0, network: 0, other: 0 };
	const open = new Map<string, { end: number; part: Part }[]>();
	const complete = traceEvents.filter((event) => event.ph === "X" && mains.has(thread(event)));
	for (const event of complete.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)) {
		const stack = open.get(thread(event)) ?? [];
		open.set(thread(event), stack);
		while ((stack.at(-1)?.end ?? Infinity) <= event.ts) stack.pop();
		const outer = stack.at(-1);
		const found = partNames.find((name) => name !== "other" && parts[name].test(event.name));
		const part = found ?? outer?.part ?? "other";
		const ms = (event.tdur ?? event.dur) / 1_000;
		sums[part] += ms;
		if (outer) sums[outer.part] -= ms;
		stack.push({ end: event.ts + event.dur, part });
	}
	return sums;
}

type Load = { total: number } & Record<Part, number>;

/** Main-thread time of one load in a fresh browser context, ms on the slowed machine. */
async function load(browser: Browser, url: string, kind: Kind): Promise<Load> {
	const context = await browser.newContext();
	try {
		const page = await context.newPage();
		await page.route("**/widget.js", (route) => route.fulfill({ body: scripts[kind], contentType: "text/javascript" }));
		const session = await context.newCDPSession(page);
		await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
		await session.send("Performance.enable", { timeDomain: "threadTicks" });
		await browser.startTracing(page, { categories: ["devtools.timeline", "v8", "toplevel", "__metadata"] });
		await page.goto(url, { waitUntil: "load" });
		const since = await page.evaluate<number>("performance.now()");
		await page.waitForTimeout(END_MS - since);
		const { metrics } = await session.send("Performance.getMetrics");
		const trace = await browser.stopTracing();
		const launchers = await page.evaluate<number>(
			'[...document.querySelectorAll("body > div, html > div")].filter(({ shadowRoot }) => shadowRoot).length',
		);
		if (launchers !== (kind === "an empty script" ? 0 : 1)) throw new Error(`${launchers} launchers with ${kind}.`);
		const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
		if (seconds === undefined) throw new Error("The browser doesn't tell its task time.");
		return { total: seconds * 1_000, ...partsOf(trace.toString()) };
	} finally {
		await context.close();
	}
}

const median = (times: number[]): number => hundredths(times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0);

await buildAll();
scripts["the tag"] = await readFile(values.loader, "utf8");
const world = await startWorld({ withModel: false });
const browser = await chromium.launch({ executablePath: await browserPath(), args: ["--no-sandbox"] });
try {
	const url = `${world.shop}/`;
	const loads = new Map<Kind, Load[]>(kinds.map((kind) => [kind, []]));
	await load(browser, url, "the tag");
	for (let turn = 0; turn < LOADS; turn++)
		for (const kind of kinds) loads.get(kind)?.push(await load(browser, url, kind));
	const columns = ["total", ...partNames] as const;
	const medianOf = (kind: Kind, column: keyof Load) => median((loads.get(kind) ?? []).map((one) => one[column]));
	const results = kinds.map((kind) => ({
		kind,
		...Object.fromEntries(columns.map((column) => [column, medianOf(kind, column)])),
	}));
	const addedMs = hundredths(medianOf("the tag", "total") - medianOf("ten lines and a request", "total"));
	if (values.json) process.stdout.write(`${JSON.stringify({ slowed: SLOWED, loads: LOADS, results, addedMs })}\n`);
	else {
		const row = (cells: (string | number)[]) =>
			`  ${cells.map((cell, index) => (index === 0 ? `${cell}`.padEnd(26) : `${cell}`.padStart(9))).join("")}\n`;
		process.stdout.write(`Main thread in ms, slowed ${SLOWED} times, medians of ${LOADS} loads of each kind\n`);
		process.stdout.write(row(["", ...columns]));
		for (const kind of kinds) process.stdout.write(row([kind, ...columns.map((column) => medianOf(kind, column))]));
		process.stdout.write(`  the tag adds ${addedMs} ms to ten lines and a request (budget ${BUDGET_MS})\n`);
	}
} finally {
	await browser.close();
	await world.close();
}
