package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Request asks for money that has not come (PRODUCT section 9).
type Request struct {
	ID        int64               `json:"id"`
	Kind      string              `json:"kind" enum:"link,transfer,promise"`
	Way       string              `json:"way" enum:",cheque,visit" doc:"Of a promise: how it is to come; empty where nobody said"`
	Household club.HouseholdID    `json:"-"`
	Cents     money.Cents         `json:"cents"`
	URL       string              `json:"url"`
	State     string              `json:"state" enum:"open,paid,replaced,cancelled"`
	Until     calendar.Day        `json:"until"`
	Shared    bool                `json:"shared" doc:"It asks for several invoices at once"`
	Dropped   string              `json:"dropped" doc:"Why a promise was dropped; empty once it was erased"`
	Withheld  bool                `json:"withheld" doc:"It waits for riders' files and is not given out"`
	Provider  string              `json:"provider" doc:"Who makes the link; empty for the club's own address"`
	LinkState string              `json:"linkState" enum:",wanted,open,closed,ended" doc:"Of the link at its provider: wanted until it is made"`
	Problem   string              `json:"problem" enum:",later,badKey,gone,refused,strange" doc:"Why the provider did not do what it was asked"`
	Detail    string              `json:"detail" doc:"In the provider's words"`
	Awaited   []club.RiderID      `json:"-"` // whose files it was to wait for
	Invoices  []billing.InvoiceID `json:"-"`
	At        string              `json:"-"`
	By        int64               `json:"-"`
}

// InsertRequest stores an open request and returns its id. A new link replaces the open one over
// the same invoice: two amounts must never be asked for at once.
func (tx *Tx) InsertRequest(r Request, actor club.Actor) (id int64, err error) {
	if r.Kind == "link" {
		for _, invoice := range r.Invoices {
			_, err := tx.exec(`UPDATE requests SET state = 'replaced' WHERE state = 'open' AND kind = 'link'
				AND id IN (SELECT request FROM request_invoices WHERE invoice = ?)`, int64(invoice))
			if err != nil {
				return 0, err
			}
		}
	}
	id, err = tx.insert(`INSERT INTO requests (kind, way, household, cents, url, state, until_day, created_at, created_by)
		VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?)`, r.Kind, r.Way, orNull(r.Household), int64(r.Cents), r.URL, string(r.Until), stamp(tx.Now), actor.ID)
	for _, invoice := range r.Invoices {
		if err == nil {
			_, err = tx.exec("INSERT INTO request_invoices (request, invoice) VALUES (?, ?)", id, int64(invoice))
		}
	}
	if err == nil && len(r.Awaited) > 0 {
		err = tx.withhold(id, r.Awaited)
	}
	return id, err
}

// RequestsFor lists what was asked for an invoice, the latest first.
func (tx *Tx) RequestsFor(invoice billing.InvoiceID) ([]Request, error) {
	return collect(tx, func(row scanner) (r Request, err error) {
		err = row.Scan(&r.ID, &r.Kind, &r.Way, &r.Cents, &r.URL, &r.State, &r.Until, &r.Shared, &r.Withheld, &r.Dropped, &r.Provider, &r.LinkState, &r.Problem, &r.Detail)
		return r, err
	}, `SELECT r.id, r.kind, r.way, r.cents, coalesce(nullif(r.url, ''), l.url, ''), r.state, r.until_day,
		(SELECT count(*) > 1 FROM request_invoices WHERE request = r.id),
		r.state = 'open' AND EXISTS (SELECT 1 FROM withheld_links WHERE request = r.id AND released_at = ''),
		coalesce((SELECT w.text FROM dropped_promises d JOIN reasons w ON w.id = d.reason WHERE d.request = r.id), ''),
		coalesce(l.provider, ''), coalesce(l.state, ''), coalesce(l.problem, ''), coalesce(l.detail, '') FROM requests r
		LEFT JOIN provider_links l ON l.request = r.id JOIN request_invoices i ON i.request = r.id WHERE i.invoice = ? ORDER BY r.id DESC`, int64(invoice))
}

// OpenOfRequest lists the invoices a request asks for of which something
// remains.
func (tx *Tx) OpenOfRequest(request int64) ([]billing.Open, error) {
	return collect(tx, func(row scanner) (o billing.Open, err error) {
		err = row.Scan(&o.Invoice, &o.Number, &o.Remaining)
		return o, err
	}, `SELECT i.id, i.number, i.total_cents - s.settled_cents FROM request_invoices r
		JOIN invoices i ON i.id = r.invoice JOIN settlements s ON s.invoice = i.id
		WHERE r.request = ? AND s.settled_cents < i.total_cents ORDER BY i.id`, request)
}

// CloseRequests marks the open requests of an invoice that is settled as paid.
func (tx *Tx) CloseRequests(invoice billing.InvoiceID) error {
	_, err := tx.exec(`UPDATE requests SET state = 'paid' WHERE state = 'open'
		AND id IN (SELECT request FROM request_invoices WHERE invoice = ?1)
		AND NOT EXISTS (SELECT 1 FROM request_invoices o JOIN settlements s ON s.invoice = o.invoice
			WHERE o.request = requests.id AND s.next_due_day <> '')`, int64(invoice))
	return err
}
