/** PDFs that a browser printed (test/fixtures/pdf). */
/// <reference types="vite/client" />
import delivery from "../../fixtures/pdf/delivery.pdf?inline";
import hebrew from "../../fixtures/pdf/hebrew.pdf?inline";
import newsletter from "../../fixtures/pdf/newsletter.pdf?inline";
import prices from "../../fixtures/pdf/prices.pdf?inline";
import turnedArabic from "../../fixtures/pdf/turned-arabic.pdf?inline";
import zones from "../../fixtures/pdf/zones.pdf?inline";

export const printed = { delivery, hebrew, newsletter, prices, turnedArabic, zones };

export const bytesOfDataUrl = (url: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (char) => char.charCodeAt(0));
