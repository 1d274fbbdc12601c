package desk

import "paddock/backend/billing"

// bankLines checks that payments and the lines of the bank they came with still say
// the same: none was untied or tied to another line, no line brought more than it is,
// and the lines of a statement lead from its opening to its closing.
func (p *proof) bankLines() error {
	tied, err := p.tx.LinePayments()
	if err != nil {
		return err
	}
	lines := map[billing.PaymentID]int64{}
	over := map[int64]bool{}
	for _, t := range tied {
		lines[t.Payment] = t.Line
		name := ""
		if payment, err := p.held.payment(t.Payment); err == nil {
			name = payment.Receipt
		}
		switch {
		case !t.Said || name == "": // a line that is gone, or a payment
			p.find(p.sealed["payment "+name].seq, "lineGone", map[string]any{"document": name})
		case t.Over && !over[t.Line]:
			over[t.Line] = true
			p.find(p.sealed["payment "+name].seq, "lineOver", map[string]any{"document": name})
		}
	}
	for _, row := range p.received {
		if line := p.lines[row.seq]; line != 0 && lines[billing.PaymentID(row.id)] != line {
			p.find(row.seq, "lineUntied", map[string]any{"document": row.name})
		}
	}
	files, err := p.tx.StatementsOff()
	for _, file := range files {
		p.find(0, "statementOff", map[string]any{"document": file})
	}
	return err
}
