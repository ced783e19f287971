/**
 * Computes the monthly bill for a number of conversations, from counts and the platform's list prices for Workers Paid, without AI.
 * Prices: https://developers.cloudflare.com/workers/platform/pricing/,
 * https://developers.cloudflare.com/durable-objects/platform/pricing/, https://developers.cloudflare.com/d1/platform/pricing/
 * Pure.
 */
import type { Life } from "./life.ts";

/** In dollars. `included`: millions (GB for storage) included each month; `price`: of each million (GB) beyond. */
const prices = {
	base: 5,
	workerRequests: { included: 10, price: 0.3 },
	workerCpuMs: { included: 30, price: 0.02 },
	objectRequests: { included: 1, price: 0.15 },
	gigabyteSeconds: { included: 0.4, price: 12.5 },
	objectRowsRead: { included: 25_000, price: 0.001 },
	objectRowsWritten: { included: 50, price: 1 },
	d1RowsRead: { included: 25_000, price: 0.001 },
	d1RowsWritten: { included: 50, price: 1 },
	storedGigabytes: { included: 5, price: 0.2 },
};

/** An object is billed as 128 MB while it works. */
const OBJECT_GIGABYTES = 0.128;
/** Active time for each call, message or alarm, as in the platform's own pricing example. Ours takes one or two ms. */
const SECONDS_AN_EVENT = 0.01;
/** CPU time of one request to the Worker: a high estimate. */
const CPU_MS_A_REQUEST = 10;

/** How long a visitor has the chat open. An engine without hibernation is billed for all of it, and for every ping. */
export const OPEN_SECONDS = 600;
const PING_EVERY_SECONDS = 20;
const SOCKETS = 2;

/** In dollars: the price of each resolved conversation at the best known AI support agent. */
export const ELSEWHERE_AN_ANSWER = 0.99;

export type Bill = { conversations: number; ours: number; withoutHibernation: number; elsewhere: number };

const beyond = (used: number, { included, price }: { included: number; price: number }, unit = 1_000_000): number =>
	Math.max(0, used / unit - included) * price;

function dollars({ cost, bytesStored }: Life, conversations: number, awakeSeconds: number, pings: number): number {
	const { workerRequests, objectRequests, objectEvents, rowsRead, rowsWritten, d1RowsRead, d1RowsWritten } = cost;
	const seconds = objectEvents * SECONDS_AN_EVENT + awakeSeconds;
	return (
		prices.base +
		beyond(conversations * workerRequests, prices.workerRequests) +
		beyond(conversations * workerRequests * CPU_MS_A_REQUEST, prices.workerCpuMs) +
		beyond(conversations * (objectRequests + pings / 20), prices.objectRequests) +
		beyond(conversations * seconds * OBJECT_GIGABYTES, prices.gigabyteSeconds) +
		beyond(conversations * rowsRead, prices.objectRowsRead) +
		beyond(conversations * rowsWritten, prices.objectRowsWritten) +
		beyond(conversations * d1RowsRead, prices.d1RowsRead) +
		beyond(conversations * d1RowsWritten, prices.d1RowsWritten) +
		// Storage of this month's conversations, for a whole month.
		beyond(conversations * bytesStored, prices.storedGigabytes, 1_000_000_000)
	);
}

export function bill(life: Life, conversations: number): Bill {
	const cents = (value: number) => Math.round(value * 100) / 100;
	return {
		conversations,
		ours: cents(dollars(life, conversations, 0, 0)),
		withoutHibernation: cents(
			dollars(life, conversations, OPEN_SECONDS, (OPEN_SECONDS / PING_EVERY_SECONDS) * SOCKETS),
		),
		elsewhere: cents(conversations * ELSEWHERE_AN_ANSWER),
	};
}
