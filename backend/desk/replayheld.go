package desk

import (
	"fmt"

	"paddock/backend/billing"
)

// moneyBrought is the entry that says that held money came to the till.
type moneyBrought struct {
	broughtIn
	seq int64
	doc string
}

// What the rows of held money say, by part.
type (
	heldMoney struct {
		Holder int64 `json:"holder"`
	}
	heldFate struct {
		Day string `json:"day"`
		At  string `json:"at"`
		By  int64  `json:"by"`
	}
)

func heldKey(id billing.PaymentID) string { return fmt.Sprintf("held %d", id) }

// holdMoney is a payment that somebody of the club was handed.
func (r *replay) holdMoney(e event, p billing.Payment) {
	if p.Detail.HeldBy != 0 {
		r.add(heldKey(p.ID), &row{thing: "heldMoney", name: e.Doc, parts: []part{{e.Seq, heldMoney{p.Detail.HeldBy}}, {e.Seq, heldFate{}}}})
	}
}

// bring is held money that came to the till.
func (r *replay) bring(e event, brought broughtIn) {
	if held := r.rows[heldKey(brought.Payment)]; held != nil {
		held.parts[1] = part{e.Seq, heldFate{brought.Day, e.at, e.actor}}
		r.brought[brought.Payment] = moneyBrought{brought, e.Seq, e.Doc}
	}
}
