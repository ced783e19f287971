/** Playwright's global set-up: builds the widget and the dashboard, so that the tests never run against old ones. */
import { build } from "../../scripts/build.ts";

export default () => build();
