DELETE FROM attachment
WHERE day <= ?1
    AND NOT EXISTS (SELECT 1 FROM attachment_use WHERE attachment_use.attachment = attachment.id)
    AND (
        sent = 0
        OR NOT EXISTS (SELECT 1 FROM record WHERE record.kind = attachment.kind AND record.id = attachment.record)
            AND NOT EXISTS (SELECT 1 FROM earlier WHERE earlier.kind = attachment.kind AND earlier.id = attachment.record)
    )
