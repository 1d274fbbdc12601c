-- +goose Up

-- What was paid by a link may be given back or charged back for 13 months: links that
-- nobody looked at any more are looked at again, the loop ends those whose time is over.
UPDATE provider_links SET state = 'closed', next_at = looked_at
WHERE state = 'ended' AND ref <> '' AND url <> '' AND EXISTS (SELECT 1 FROM link_payments p WHERE p.request = provider_links.request AND p.refunded < p.cents);
