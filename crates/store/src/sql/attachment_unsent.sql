SELECT attachment_use.seq, attachment.id
FROM attachment
CROSS JOIN attachment_use ON attachment_use.attachment = attachment.id
JOIN journal ON journal.seq = attachment_use.seq
WHERE attachment.sent = 0 AND attachment.whole = 1
    AND journal.outcome IS NULL AND journal.own = 0 AND journal.lost = 0 AND journal.dropped_at IS NULL
ORDER BY attachment_use.seq
