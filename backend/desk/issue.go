package desk

import (
	"errors"
	"fmt"

	"paddock/backend/bank"
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// issue gives a document its identity and its reference, writes it, seals it
// and books it. What it settles comes after. reason is why a credit note or the
// mirror of an opening is made, the zero value for the rest.
func issue(tx *sqlite.Tx, c clubNow, actor club.Actor, doc *billing.Document, reason sqlite.Reason) error {
	form := c.Policy.NumberForm
	switch doc.Series {
	case creditSeries:
		form = c.Policy.CreditForm
	case openingSeries:
		form = billing.OpeningForm
	case billing.ClaimSeries:
		form = billing.ClaimForm
	}
	err := tx.Enters(doc.Day)
	if err != nil {
		return err
	}
	if doc.ID, doc.N, err = tx.NextInvoice(doc.Series, doc.Year); err != nil {
		return err
	}
	doc.Till = c.Policy.TillName()
	doc.Number = billing.Number(form, doc.Year, doc.N, c.training)
	if taken, err := tx.NumberTaken(doc.Number); err != nil || taken { // checkNumbers looks no year back, and a clock may
		return errors.Join(err, club.Refuse(club.CodeNumberForm).With("example", "F{year}-{n:4}"))
	}
	if doc.Kind == billing.Invoice && doc.OrderRef == "" {
		doc.OrderRef = billing.OrderRef(tx.Now.In(c.zone), int(doc.ID))
	}
	if doc.Reference, err = reference(tx, c, *doc); err != nil {
		return err
	}
	if doc.Kind != billing.Opening {
		paper := c.paperNow(doc.Language)
		if paper.Offers, err = advice(tx, *doc); err != nil {
			return err
		}
		doc.Paper = &paper
	}
	house, err := tx.Take(sqlite.Snapshot{Seller: doc.Seller, Mentions: doc.Mentions, Paper: doc.Paper}, actor)
	if err != nil {
		return err
	}
	if err := tx.InsertDocument(doc, actor, reason.ID, house); err != nil {
		return err
	}
	if err := sealIssue(tx, actor, *doc, reason, house); err != nil {
		return err
	}
	if err := deferRevenue(tx, *doc); err != nil {
		return err
	}
	settlement := sqlite.Settlement{}
	if doc.Asks() {
		settlement.NextDue = billing.NextDue(doc.Dues, 0)
	}
	if err := tx.SaveSettlement(doc.ID, settlement); err != nil {
		return err
	}
	waits, err := vatWaits(tx, c, *doc)
	if err != nil {
		return err
	}
	return tx.InsertEntry(sqlite.Entry{Day: doc.Day, Journal: bookOf(*doc), Text: doc.Number, Invoice: doc.ID}, billing.IssuePostings(*doc, waits))
}

// vatWaits tells whether the VAT on services of a new document becomes due as it is
// paid: by the club's policy, and of a credit note as it was of its invoice. No money
// comes of one that comes to nothing: what it moves between rates is due at once.
func vatWaits(tx *sqlite.Tx, c clubNow, doc billing.Document) (bool, error) {
	switch {
	case doc.Total == 0:
		return false, nil
	case doc.Original == 0:
		return c.Policy.VATOnCollection, nil
	}
	waits, err := tx.VATWaiting(doc.Original)
	return waits[doc.Original], err
}

// sealIssue seals a document; what others say as well, by the entries that hold it.
func sealIssue(tx *sqlite.Tx, actor club.Actor, doc billing.Document, reason sqlite.Reason, house int64) error {
	refers, own := []int64{house}, sealDocument(doc, reasonHash(reason))
	own.Seller, own.Mentions, own.Paper = club.Identity{}, nil, nil
	if doc.Buyer != (billing.Buyer{}) {
		buyer, err := tx.Take(sealedBuyer{doc.Household, doc.Buyer}, actor)
		if err != nil {
			return err
		}
		refers, own.Buyer = append(refers, buyer), billing.Buyer{}
	}
	payload, err := journal.Lean(own)
	if err != nil {
		return err
	}
	return tx.Seal(sealedAs[doc.Kind], actor, doc.Number, payload.Refer(refers...))
}

// sealedAs is the entry a document makes in the journal.
var sealedAs = map[billing.Kind]journal.Kind{
	billing.Invoice: journal.InvoiceIssued, billing.CreditNote: journal.CreditNoteIssued, billing.Opening: journal.OpeningCarried,
}

// bookOf is the accounting journal a document is booked in.
func bookOf(doc billing.Document) string {
	if doc.Kind == billing.Opening {
		return "opening"
	}
	return "sales"
}

// sealedDocument is a document as the chain holds it, with the salted hash of
// why a credit note was made. Who issued it is in the entry by id; the name may
// change.
type sealedDocument struct {
	billing.Document
	Reason string `json:"reason,omitempty"`
}

// sealedBuyer is what the documents of a household repeat.
type sealedBuyer struct {
	Household club.HouseholdID `json:"household"`
	Buyer     billing.Buyer    `json:"buyer"`
}

func sealDocument(doc billing.Document, reason string) sealedDocument {
	doc.IssuedBy = ""
	return sealedDocument{doc, reason}
}

// reasonHash is how the chain knows a free text; "" where there is none.
func reasonHash(r sqlite.Reason) string {
	if r == (sqlite.Reason{}) {
		return ""
	}
	return journal.Reason(r.Salt, r.Text)
}

// reference makes the structured reference a bank transfer carries back: RF
// over the printed number, or in Belgium the communication over the document's
// row, which is unique for ever (PRODUCT section 9, References). A number that
// is too long for RF, or that another one reads like without its - and /, gives
// way to the row as well.
func reference(tx *sqlite.Tx, c clubNow, doc billing.Document) (string, error) {
	if c.Identity.Country == "BE" {
		ogm, err := bank.NewOGM(int64(doc.ID))
		return string(ogm), err
	}
	rf, err := bank.NewRF(doc.Number)
	taken := err != nil
	if !taken {
		taken, err = tx.ReferenceTaken(string(rf))
	}
	if taken {
		rf, err = bank.NewRF(fmt.Sprintf("P%012d", doc.ID))
	}
	return string(rf), err
}
