package desk

import (
	"cmp"
	"fmt"
	"slices"
)

// sealedReason is a free text as an entry sealed it: by its salted hash.
type sealedReason struct {
	seq     int64
	doc     string
	request int64 // of a link that was unlocked, of a promise that was dropped; 0 for what a document says
	booking int64 // that a rule was set aside for; 0 for all else
	card    int64 // that is good for longer; 0 for all else
	hash    string
}

// subject is what the reason was given for.
func (r sealedReason) subject() string {
	if r.request != 0 {
		return requestKey(r.request)
	}
	if r.booking != 0 {
		return fmt.Sprintf("booking %d", r.booking)
	}
	if r.card != 0 {
		return fmt.Sprintf("card %d", r.card)
	}
	return r.doc
}

// reasons compares every free text with the hash that was sealed of it: why a
// credit note was made, why something was sold although it did not fit, why
// something was taken off by hand, why a link was given out, why a promise was
// dropped, why a rule of booking was set aside, why a card is good for longer. A text that was
// erased is as it was sealed (PRODUCT section 9, Seal): what tells is a text that
// nobody sealed in the place of one that was. Journals before version 2 sealed
// none of credit notes.
func (p *proof) reasons() error {
	rows, err := p.tx.Reasons()
	if err != nil {
		return err
	}
	held := map[string][]string{}
	for _, r := range rows {
		subject := sealedReason{doc: r.Doc, request: r.Request, booking: r.Booking, card: r.Card}.subject()
		held[subject] = append(held[subject], reasonHash(r.Reason))
	}
	var gone []sealedReason
	for _, sealed := range p.explained {
		texts := held[sealed.subject()]
		if at := slices.Index(texts, sealed.hash); at >= 0 {
			held[sealed.subject()] = slices.Delete(texts, at, at+1)
		} else {
			gone = append(gone, sealed)
		}
	}
	for _, sealed := range gone {
		if strange := held[sealed.subject()]; len(strange) > 0 {
			p.find(sealed.seq, "reasonChanged", map[string]any{"document": cmp.Or(sealed.doc, sealed.subject())})
			held[sealed.subject()] = strange[1:]
		}
	}
	return nil
}
