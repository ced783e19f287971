/** The filter chips, loaded after the list: it is what one reads first. Their place is kept. */
import { ErrorBoundary, lazy } from "preact-iso";
import type { ListFilter } from "../../shell/inbox-filter.ts";

/** A deploy may have replaced the file. The list goes on without chips until the page is loaded anew. */
const Chips = lazy(() =>
	import("./filters.tsx").then(
		(module) => module.Filters,
		() => () => null,
	),
);

export const Filters = ({ filter }: { filter: ListFilter }) => (
	<ErrorBoundary>
		<Chips filter={filter} />
	</ErrorBoundary>
);
