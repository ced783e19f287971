/** `npm run reset`: deletes the local databases, conversations and files, so that the next start makes a new demo. */
import { rm } from "node:fs/promises";

await rm(".wrangler/state", { recursive: true, force: true });
console.log("The local data is gone. `npm start` makes the demo workspace again.");
