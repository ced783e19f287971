/** The checklist as a page of its own, for whoever has conversations already. */
import { useTitle } from "../shell/title.ts";
import { Checklist } from "./checklist.tsx";

export function FirstRunPage() {
	useTitle("Set up");
	return (
		<main class="page scroll">
			<Checklist heading="h1" />
		</main>
	);
}
