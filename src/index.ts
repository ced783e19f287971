import { DurableObject } from "cloudflare:workers";
export class Conversation extends DurableObject<Env> {}
export class Inbox extends DurableObject<Env> {}
export class Knowledge extends DurableObject<Env> {}
export default { fetch: () => new Response("x") } satisfies ExportedHandler<Env>;
