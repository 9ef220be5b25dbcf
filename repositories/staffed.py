"""What must be true of who works for the shop."""

STAFFED = {
    "I29 a role is what the audit says": """
        SELECT r.user_id, r.role FROM roles r WHERE NOT EXISTS (
            SELECT 1 FROM audit a
            WHERE a.id = (
                    SELECT max(b.id) FROM audit b
                    WHERE b.subject = 'role:' || CAST(r.user_id AS TEXT)
                )
                AND a.action = 'role.given' AND a.at = r.granted_at AND a.actor = r.granted_by
                AND a.details LIKE '%"ends_at": ' || coalesce(CAST(r.ends_at AS TEXT), 'null')
                    || ', "role": "' || r.role || '"%')""",
}
