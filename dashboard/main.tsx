/** Starts the dashboard. */
import "./look/tokens.css";
import "./look/base.css";
import "./look/controls.css";
import "./look/theme.ts";
import { render } from "preact";
import { App } from "./frame/app.tsx";
import { enter } from "./frame/session.ts";

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
void enter();
