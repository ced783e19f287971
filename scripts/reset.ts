/** `npm run reset`: forgets the local databases, conversations and files, so that the next start makes the demo anew. */
import { rm } from "node:fs/promises";

await rm(".wrangler/state", { recursive: true, force: true });
console.log("The local data is gone. `npm start` makes the demo workspace again.");
