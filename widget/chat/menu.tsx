/** Behind the three dots: a person, and the end. */
import { Component, createRef } from "preact";
import type { ThreadCore } from "../../client/thread-core.ts";
import { randomId } from "../../client/id.ts";
import { Icon } from "./icons.tsx";

type MenuProps = { thread: ThreadCore };

export class Menu extends Component<MenuProps, { open: boolean }> {
	override state = { open: false };
	#button = createRef<HTMLButtonElement>();

	#close = (event: Event) => {
		event.preventDefault();
		this.setState({ open: false });
		this.#button.current?.focus();
	};

	render({ thread }: MenuProps, { open }: { open: boolean }) {
		const { state } = thread.view;
		const ongoing = state !== null && state.status !== "closed";
		return (
			// Keys and focus are watched on their way up from the buttons inside.
			// oxlint-disable-next-line jsx-a11y/no-static-element-interactions
			<div
				class="menu"
				onKeyDown={(event) => {
					if (event.key === "Escape" && open) this.#close(event);
				}}
				onFocusOut={({ relatedTarget, currentTarget }) => {
					if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) this.setState({ open: false });
				}}
			>
				<button
					ref={this.#button}
					type="button"
					class="icon"
					aria-label="More"
					aria-expanded={open}
					onClick={() => this.setState({ open: !open })}
				>
					<Icon name="menu" />
				</button>
				{open && (
					// Safari focuses no button on a click; the focus then stays in here, or the click would close what it hits.
					<div class="items" tabIndex={-1}>
						<button
							type="button"
							disabled={ongoing && state.handler !== "ai"}
							onClick={(event) => {
								this.#close(event);
								// Nothing is stored before the first message, so there the wish is the message.
								if (ongoing) void thread.frame({ type: "choose", id: randomId(), choice: "person" });
								else thread.send("I would like to talk to a person.");
							}}
						>
							Talk to a person
						</button>
						<button
							type="button"
							disabled={!ongoing}
							onClick={(event) => {
								this.#close(event);
								void thread.frame({ type: "end", id: randomId() });
							}}
						>
							End conversation
						</button>
					</div>
				)}
			</div>
		);
	}
}
