/** The menu behind the button with three dots: "Talk to a person" and "End conversation". */
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
			// The element isn't interactive itself: it handles events that bubble from its buttons.
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
					// Safari doesn't focus a button on click. This element takes the focus instead, or the menu would close before
					// the click arrives.
					<div class="items" tabIndex={-1}>
						<button
							type="button"
							disabled={ongoing && state.handler !== "ai"}
							onClick={(event) => {
								this.#close(event);
								// A conversation is stored with its first message, so without one the request is sent as a message.
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
