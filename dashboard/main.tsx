/** The dashboard's entry point. */
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/button.css";
import "./ui/marks.css";
import "./ui/field.css";
import "./ui/menu.css";
import "./ui/dialog.css";
import "./ui/toast.css";
import "./ui/loading.css";
import "./ui/switch.css";
import "./ui/theme.ts";
import { render } from "preact";
import { App } from "./app.tsx";
import { enter } from "./shell/session.ts";
import { keepTextDirection } from "./text-direction.ts";
import { followTranslator } from "./ui/translated.ts";

const root = document.getElementById("app");
if (root !== null) {
	keepTextDirection();
	followTranslator(root);
	render(<App />, root);
}
void enter();
