-- The audit log is only added to, whoever asks. It goes with its workspace, and with nothing else. Only adds.
CREATE TRIGGER audit_log_kept_as_written BEFORE UPDATE ON audit_log BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_log_kept BEFORE DELETE ON audit_log
WHEN EXISTS (SELECT 1 FROM workspace WHERE id = old.workspace_id) BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END;
