/**
 * The floor, the baseline that Parley is compared with: the smallest Durable Object that stores each socket message as one row
 * and forwards it to the other sockets. It authenticates nobody, validates nothing and keeps no order.
 */
import { DurableObject } from "cloudflare:workers";

/** A frame that is forwarded without being stored, to wake an object before it is measured. */
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
