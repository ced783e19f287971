/** The SQL of `npm run reset-owner`: a new password for the owners, whose sessions end. It is tested on the real database. */

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `hash` is the password's (src/auth/password.ts). `email`: one owner among several; null: whoever owns a workspace. */
export function ownerReset({ hash, email, now }: { hash: string; email: string | null; now: number }): string[] {
	const owners = `SELECT member.user_id FROM member JOIN user ON user.id = member.user_id
		WHERE member.role = 'owner'${email === null ? "" : ` AND user.email = ${quoted(email.toLowerCase())}`}`;
	return [
		`UPDATE account SET password = ${quoted(hash)}, updated_at = ${now}
			WHERE provider_id = 'credential' AND user_id IN (${owners})`,
		`DELETE FROM factor WHERE user_id IN (${owners})`,
		`DELETE FROM recovery_code WHERE user_id IN (${owners})`,
		`DELETE FROM session WHERE user_id IN (${owners})`,
		`INSERT INTO audit_log (id, workspace_id, at, actor_id, actor_name, action, subject_id, detail)
			SELECT 'au_' || lower(hex(randomblob(16))), workspace_id, ${now}, 'deployer', 'The deployer', 'member.password_reset', id, '{}'
			FROM member WHERE role = 'owner' AND user_id IN (${owners})`,
	];
}
