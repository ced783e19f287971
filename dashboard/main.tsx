/** Starts the dashboard. */
import "./look/tokens.css";
import "./look/base.css";
import "./look/button.css";
import "./look/marks.css";
import "./look/field.css";
import "./look/menu.css";
import "./look/dialog.css";
import "./look/toast.css";
import "./look/loading.css";
import "./look/switch.css";
import "./look/theme.ts";
import { render } from "preact";
import { App } from "./frame/app.tsx";
import { enter } from "./frame/session.ts";

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
void enter();
