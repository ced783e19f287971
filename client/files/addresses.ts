/** The address of the conversation's files for this reader: asked for when a file is first drawn, and again when it has ended. */
import type { FileGrant } from "../../src/protocol/conversation/file.ts";

/** After a failure, and before an address ends. */
const MARGIN_MS = 30_000;

export type AddressesOptions = {
	base: string;
	headers(): Record<string, string> | Promise<Record<string, string>>;
	onChange(): void;
};

export class Addresses {
	readonly #options: AddressesOptions;
	#grant: FileGrant | null = null;
	#asking = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Files that could not be loaded by an address that holds: erased, or kept out by the page's content security policy. */
	readonly gone = new Set<string>();

	constructor(options: AddressesOptions) {
		this.#options = options;
	}

	/** Null: not known yet. */
	of(id: string): string | null {
		if (!this.#grant && !this.#asking) void this.#ask();
		return this.#grant && this.#grant.base + id;
	}

	failed(id: string): void {
		this.gone.add(id);
		this.#options.onChange();
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#asking = true;
	}

	async #ask(): Promise<void> {
		this.#asking = true;
		let wait = MARGIN_MS;
		try {
			const { base, headers } = this.#options;
			const response = await fetch(`${base}/files`, { headers: await headers() });
			const { base: address, until }: Partial<Record<keyof FileGrant, unknown>> = Object(await response.json());
			if (response.ok && typeof address === "string" && typeof until === "number") {
				this.#grant = { base: address, until };
				// Both clocks may be wrong: at least a minute, at most an hour.
				wait = Math.min(Math.max(until - Date.now() - MARGIN_MS, 60_000), 3_600_000);
			}
		} catch {
			// No answer: asked again below.
		}
		if (this.#grant) this.#options.onChange();
		this.#timer = setTimeout(() => {
			// Pictures that are drawn stay: a new address is for what is opened, played or saved from now on.
			this.#asking = false;
			void this.#ask();
		}, wait);
	}
}
