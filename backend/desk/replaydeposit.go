package desk

import (
	"maps"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// replayedSlips works out which cheques are at the bank, with which slip.
type replayedSlips struct {
	slips map[int64]sealedSlip
	at    map[billing.PaymentID]int64
	books map[string]tillBook // by the text of their entries
}

func newSlips() replayedSlips {
	return replayedSlips{map[int64]sealedSlip{}, map[billing.PaymentID]int64{}, map[string]tillBook{}}
}

// What the rows of deposit slips say, by part.
type (
	slipSays struct {
		sealedSlip
		At string `json:"at"`
		By int64  `json:"by"`
	}
	slipFate struct {
		Day calendar.Day `json:"day"`
		At  string       `json:"at"`
		By  int64        `json:"by"`
	}
)

// followSlips takes the entries that move cheques to the bank and back.
func (r *replay) followSlips(e event) {
	d := &r.slips
	switch e.Kind {
	case journal.ChequesDeposited:
		var slip sealedSlip
		if !e.read(&slip) {
			return
		}
		r.enters(e, slip.Day)
		for _, id := range slip.Payments {
			if d.at[id] != 0 {
				r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "depositedTwice", Params: map[string]any{"document": e.Doc}})
			}
			d.at[id] = slip.ID
		}
		d.slips[slip.ID] = slip
		d.books[e.Doc] = tillBook{e.Seq, account{}.add(slip.Day, e.Doc, billing.DepositPostings(slip.way(), slip.Cents))}
		r.add(slipText(slip.ID), &row{thing: "depositSlip", name: e.Doc, parts: []part{{e.Seq, slipSays{slip, e.at, e.actor}}, {e.Seq, slipFate{}}}})
	case journal.DepositTakenBack:
		var back slipBack
		slip, has := sealedSlip{}, false
		if e.read(&back) {
			slip, has = d.slips[back.ID]
		}
		if !has {
			return
		}
		r.enters(e, back.Day)
		for _, id := range slip.Payments {
			delete(d.at, id)
		}
		d.books[e.Doc] = tillBook{e.Seq, d.books[e.Doc].says.add(back.Day, e.Doc, billing.DepositPostings(slip.way(), -slip.Cents))}
		r.rows[slipText(back.ID)].parts[1] = part{e.Seq, slipFate{back.Day, e.at, e.actor}}
	case journal.PaymentBounced:
		if p := e.paid; p != nil && len(p.From) > 0 && p.Detail.Slip != d.at[p.From[0].Payment] {
			r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "slipWrong", Params: map[string]any{"document": e.Doc}})
		}
	}
}

// enters names what was entered into a day that was closed.
func (r *replay) enters(e event, day calendar.Day) {
	if r.days.closed(day) {
		r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "enteredClosed", Params: map[string]any{"document": e.Doc, "ofDay": string(day)}})
	}
}

// slipRows reads the rows of deposit slips.
func (p *proof) slipRows(is *replay) error {
	slips, err := p.tx.DepositSlips()
	for _, s := range slips {
		is.add(slipText(s.ID), &row{thing: "depositSlip", name: slipText(s.ID), parts: []part{
			{0, slipSays{sealSlip(s), s.MadeAt, s.MadeBy}}, {0, slipFate{s.Back, s.BackAt, s.BackBy}},
		}})
	}
	return err
}

// bookedByText compares the entries of a journal that belong to no document and
// no payment with what they must be, by their text.
func (p *proof) bookedByText(books map[sqlite.Book]map[sqlite.BookedRole]int64, name string, must map[string]tillBook) {
	book := sqlite.Book{Journal: name}
	found := byText(books[book])
	for text, must := range must {
		if !maps.Equal(found[text], must.says) {
			p.find(must.seq, "entriesChanged", map[string]any{"document": text})
		}
		delete(found, text)
	}
	if len(found) == 0 {
		delete(books, book)
	}
}
