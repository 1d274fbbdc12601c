package desk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// replayed compares what the rows say with what follows from the journal.
func (p *proof) replayed() error {
	found, keys, err := p.rowsBeside()
	if err != nil {
		return err
	}
	p.found = append(p.found, p.replay.found...)
	for _, key := range p.replay.keys {
		must, is := p.replay.rows[key], found[key]
		if is == nil {
			p.find(must.parts[0].seq, "rowMissing", map[string]any{"document": must.name, "thing": must.thing})
			continue
		}
		for i, part := range must.parts {
			says, err := journal.Canonical(part.says)
			if err != nil {
				return err
			}
			if err := p.compare(sealedRow{seq: part.seq, name: must.name, payload: says}, is.parts[i].says, "rowChanged", must.thing); err != nil {
				return err
			}
		}
	}
	for _, key := range keys {
		if p.replay.rows[key] != nil {
			continue
		}
		var seq int64 // what was added to a card contradicts the entry that made the card
		if parent := p.replay.rows[found[key].parent]; parent != nil {
			seq = parent.parts[0].seq
		}
		p.find(seq, "rowNeverSealed", map[string]any{"document": found[key].name, "thing": found[key].thing})
	}
	return nil
}

// rowsBeside reads the rows that the journal decides, in the form of the
// replay.
func (p *proof) rowsBeside() (map[string]*row, []string, error) {
	is := newReplay()
	cards, err := p.tx.SoldCards()
	if err != nil {
		return nil, nil, err
	}
	keyOf, invoiceOf := map[int64]string{}, map[int64]string{}
	for _, c := range cards {
		keyOf[c.ID], invoiceOf[c.ID] = cardKey(c.Line, c.N), c.Invoice
		is.add(keyOf[c.ID], &row{thing: "card", name: c.Invoice, parts: []part{
			{0, cardSold{c.Rider, c.Offer, c.Name, c.Units, c.Months}}, {0, validity{c.ValidFrom, c.ValidThrough}},
		}})
	}
	movements, err := p.tx.Movements()
	if err != nil {
		return nil, nil, err
	}
	nth, reserved := map[int64]int{}, map[int64]int{}
	for _, m := range movements {
		if m.Booking != 0 { // no entry of the journal decides it: places does
			reserved[m.Card] += m.Units
			continue
		}
		if m.CreditNote != 0 { // what was left: the units less those of bookings
			m.Units += reserved[m.Card]
		} else {
			m.Balance -= reserved[m.Card]
		}
		is.add(movementKey(keyOf[m.Card], nth[m.Card]), &row{thing: "movement", name: invoiceOf[m.Card], parent: keyOf[m.Card], parts: []part{
			{0, cardMoved{m.Units, m.Balance, m.Why, m.CreditNote, m.At, m.By}},
		}})
		nth[m.Card]++
	}
	vouchers, err := p.tx.CarriedVouchers()
	if err != nil {
		return nil, nil, err
	}
	for _, v := range vouchers {
		is.add(voucherKey(v.Line), &row{thing: "voucher", name: v.Opening, parts: []part{{0, voucherCarried{v.Rider}}, {0, validity{v.From, v.Through}}}})
	}
	if err := p.giftRows(is); err != nil {
		return nil, nil, err
	}
	if err := p.packageRows(is); err != nil {
		return nil, nil, err
	}
	licences, err := p.tx.SoldLicences()
	if err != nil {
		return nil, nil, err
	}
	for _, l := range licences {
		key, gone := licenceKey(l.Line), part{0, withdrawn{l.CreditNote}}
		if must := p.replay.rows[key]; must != nil && l.Number != "" && l.CreditNote == 0 {
			gone = must.parts[1] // it was passed on: a credit note leaves it
		}
		is.add(key, &row{thing: "licence", name: l.Invoice, parts: []part{
			{0, licenceSold{l.Rider, l.Kind, validity{l.ValidFrom, l.ValidThrough}}}, gone,
		}})
	}
	requests, err := p.tx.AllRequests()
	if err != nil {
		return nil, nil, err
	}
	links, err := p.tx.HeldRows()
	if err != nil {
		return nil, nil, err
	}
	held := map[int64]sqlite.HeldRow{}
	for _, h := range links {
		held[h.Request] = h
	}
	drops, err := p.tx.DroppedPromises()
	if err != nil {
		return nil, nil, err
	}
	dropped := map[int64]requestDropped{}
	for _, d := range drops {
		dropped[d.Request] = requestDropped{d.At, d.By}
	}
	for _, q := range requests {
		if q.At <= p.replay.silent {
			continue
		}
		name := cmp.Or(q.Reference, fmt.Sprint(q.ID))
		if len(q.Invoices) > 0 && p.replay.invoices[q.Invoices[0]] != nil {
			name = p.replay.invoices[q.Invoices[0]].Number
		}
		link := held[q.ID]
		q.Awaited = link.Riders
		is.add(requestKey(q.ID), &row{thing: "request", name: name, parts: []part{
			{0, requested{sealRequest(q), q.At, q.By}}, {0, requestState{q.State}},
			{0, requestHeld{link.ReleasedAt, link.ReleasedBy, link.Unlocked}}, {0, dropped[q.ID]},
		}})
	}
	aids, err := p.tx.AllAids()
	if err != nil {
		return nil, nil, err
	}
	for _, a := range aids {
		name := fmt.Sprint(a.ID)
		if len(a.Numbers) > 0 {
			name = a.Numbers[0]
		}
		is.add(aidKey(a.ID), &row{thing: "aid", name: name, parts: []part{
			{0, aidNoted{a.Aid, a.At, a.By}}, {0, aidFate{a.State, a.Payment, string(a.ClaimedDay), string(a.ReceivedDay), a.Received}},
		}})
	}
	returns, err := p.tx.AllAidReturns()
	if err != nil {
		return nil, nil, err
	}
	for _, b := range returns {
		step := aidStep{Aid: b.Aid, Cents: b.Cents, Day: string(b.Day)}
		by := wayBack{b.Way, b.Number}
		if b.Way == billing.Transfer { // sealed without it
			by.Way = ""
		}
		is.add(aidReturnKey(b.ID), &row{thing: "aidReturn", name: fmt.Sprint(b.ID), parts: []part{{0, aidReturned{step, by, b.At, b.By}}}})
	}
	holds, err := p.tx.AllHeldMoney()
	if err != nil {
		return nil, nil, err
	}
	for _, h := range holds {
		is.add(heldKey(h.Payment), &row{thing: "heldMoney", name: h.Receipt, parts: []part{{0, heldMoney{h.Holder}}, {0, heldFate{h.Day, h.At, h.By}}}})
	}
	if err := p.closingRows(is); err != nil {
		return nil, nil, err
	}
	if err := p.planRows(is); err != nil {
		return nil, nil, err
	}
	if err := p.slipRows(is); err != nil {
		return nil, nil, err
	}
	if err := p.payoutRows(is); err != nil {
		return nil, nil, err
	}
	merged, err := p.tx.MovedInto()
	if err != nil {
		return nil, nil, err
	}
	for _, household := range slices.Sorted(maps.Keys(merged)) {
		is.add(standsKey(household), standsRow(0, standsFor{household, merged[household]}))
	}
	prints, err := p.tx.Prints()
	for _, left := range prints {
		if left.Copy == 0 && left.At <= p.replay.silent {
			continue
		}
		is.add(printKey(sealedPrint{left.Paper, left.Copy}, left.Doc), &row{thing: "print", name: left.Doc, parts: []part{{0, printed{left.At, left.By}}}})
	}
	return is.rows, is.keys, err
}
