/**
 * The floor that Parley is held against: the smallest Durable Object that stores what a socket says, one row, and passes
 * it on to the other sockets. It knows nobody, checks nothing and keeps no order; less than this is not a conversation.
 */
import { DurableObject } from "cloudflare:workers";

/** A frame that is passed on without being stored: what wakes an object before it is measured. */
const SIGNAL = '{"type":"typing"}';

export class Floor extends DurableObject {
	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
	}

	override fetch(): Response {
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server);
		return new Response(null, { status: 101, webSocket: client });
	}

	override webSocketMessage(socket: WebSocket, data: string): void {
		if (data !== SIGNAL) this.ctx.storage.sql.exec("INSERT INTO entry (body) VALUES (?)", data);
		for (const other of this.ctx.getWebSockets()) if (other !== socket) other.send(data);
	}
}
