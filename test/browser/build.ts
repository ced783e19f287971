/** Before the browser tests: build what the Worker serves, so that they never see an older widget or dashboard. */
import { build } from "../../scripts/build.ts";

export default () => build();
