/** Budgets of what is downloaded, gzipped: the widget stands on other people's sites and must not weigh on them. */
import { dashboard, loader, widget, widgetFiles, widgetLater } from "./scripts/sizes.ts";

export default [
	{ name: "widget: the loader", path: loader, limit: "1.5 kB", gzip: true },
	{ name: "widget: all until a visitor can type", path: widget(), limit: "20 kB", gzip: true },
	{ name: "widget: what comes after that", path: widgetLater(), limit: "3.2 kB", gzip: true },
	{ name: "widget: what comes with the first file", path: widgetFiles(), limit: "9 kB", gzip: true },
	{ name: "dashboard: first load", path: dashboard(), limit: "90 kB", gzip: true },
];
