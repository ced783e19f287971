/** The line that a team pastes into its site, to copy. `inAddress`: with the key in its address, for sites that drop attributes. */
import { CopyBox } from "./copy-box.tsx";

export function TagLine({ publicKey, inAddress = false }: { publicKey: string; inAddress?: boolean }) {
	const src = `${location.origin}/widget.js`;
	const parts = inAddress ? [`src="${src}?key=${publicKey}"`] : [`src="${src}"`, `data-workspace="${publicKey}"`];
	return <CopyBox parts={["<script", ...parts, "async></script>"]} />;
}
