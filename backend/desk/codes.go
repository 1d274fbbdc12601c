package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paddock/backend/bank"
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/payment"
	"paddock/backend/sqlite"
)

// payPaper says how what remains can be paid: a link and a transfer, each for
// what remains and not for the whole (PRODUCT section 6). A link that was asked for and is
// open takes the place of the invoice's own, also when it asks for several invoices or for
// a part: then it says so.
func payPaper(tx *sqlite.Tx, paper billing.Paper, view DocumentView) (document.Pay, error) {
	if view.Withheld {
		return document.Pay{Withheld: withheldText(view.Language, view.Awaited)}, nil
	}
	if view.Asked == 0 {
		return document.Pay{Withheld: locale.Text(view.Language, "paper.withheld.aid", locale.Params{"name": view.Aids[0].Name})}, nil
	}
	pay := document.Pay{Reference: view.Reference, IBAN: view.Seller.IBAN, BIC: view.Seller.BIC, LinkCents: view.Asked}
	var err error
	if paper.LinkTemplate != "" {
		pay.Link, err = payment.Template(paper.LinkTemplate).URL(view.Asked, view.Reference, view.Language)
		if err != nil {
			return pay, err
		}
	}
	if at := slices.IndexFunc(view.Requests, openLink); at >= 0 {
		asked := view.Requests[at]
		pay.Link, pay.LinkCents, pay.Shared = asked.URL, asked.Cents, asked.Shared
		if pay.LinkFor, err = linkPays(tx, view, asked); err != nil {
			return pay, err
		}
	}
	if view.Seller.IBAN != "" {
		pay.EPC, err = epcPayload(paper, view.Seller, view.Asked, view.Reference)
	}
	return pay, err
}

// openLink is whether somebody is asked for money by a link that was given out, or is
// about to be made.
func openLink(r sqlite.Request) bool { return r.Kind == "link" && r.State == "open" && !r.Withheld }

// mostNumbers are how many invoices a paper names beside a link that asks for them all.
const mostNumbers = 6

// linkPays is what a link pays, where that is not what remains of the paper it stands on.
func linkPays(tx *sqlite.Tx, view DocumentView, asked sqlite.Request) (string, error) {
	params := locale.Params{"sumCents": int64(asked.Cents)}
	if !asked.Shared {
		if asked.Cents == view.Asked {
			return "", nil
		}
		return locale.Text(view.Language, "paper.pay.card.part", params), nil
	}
	open, err := tx.OpenOfRequest(asked.ID)
	if len(open) > mostNumbers {
		params["n"] = len(open)
		return locale.Text(view.Language, "paper.pay.card.many", params), err
	}
	var numbers []string
	for _, o := range open {
		numbers = append(numbers, o.Number)
	}
	params["numbers"] = strings.Join(numbers, ", ")
	return locale.Text(view.Language, "paper.pay.card.together", params), err
}

// epcPayload is the code of a transfer to the club. Its text is plain ASCII: some
// readers garble accents (RULES section 1).
func epcPayload(paper billing.Paper, to club.Identity, cents money.Cents, reference string) (string, error) {
	code := bank.EPC{Name: bank.PayeeName(to.Name), IBAN: bank.IBAN(to.IBAN), BIC: bank.BIC(to.BIC), Amount: cents}
	if paper.EPCText {
		code.Text = reference
	} else {
		code.Reference = reference
	}
	return code.Payload()
}

// slipPayload is what a scanner at the desk reads off the payment slip to open
// that payment.
func slipPayload(view DocumentView) string {
	return billing.Slip{Number: view.Number, Cents: view.Remaining}.String()
}

// Code is one code for the screen, as an SVG path over a square of Side
// modules, quiet zone included.
type Code struct {
	Text string `json:"text" doc:"What the code says"`
	Path string `json:"path" doc:"SVG path of the black modules; empty when there is no code"`
	Side int    `json:"side" doc:"Width of the view box in modules"`
}

// Codes are the codes of an invoice that still asks for money.
type Codes struct {
	Link      Code        `json:"link"`
	LinkCents money.Cents `json:"linkCents" doc:"What the link asks for: of this invoice, or of all it was made for"`
	Shared    bool        `json:"shared" doc:"The link asks for other invoices as well"`
	Transfer  Code        `json:"transfer"`
	Reference string      `json:"reference" doc:"As people read it"`
	IBAN      string      `json:"iban" doc:"In groups of four"`
}

// Codes shows what a family scans to pay what remains; empty codes where
// nothing remains or the club has no account or link: the same as on its paper.
func (d *Desk) Codes(ctx context.Context, id billing.InvoiceID) (Codes, error) {
	return read(ctx, d, "codes", func(tx *sqlite.Tx) (Codes, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Codes{}, err
		}
		view, err := viewDocument(tx, c, id)
		if err != nil {
			return Codes{}, err
		}
		codes := Codes{Reference: readableReference(view.Reference), IBAN: bank.IBAN(view.Seller.IBAN).String()}
		if !view.Asks() || view.Asked <= 0 {
			return codes, nil
		}
		pay, err := payPaper(tx, c.paperOf(view.Document), view)
		if err != nil {
			return codes, err
		}
		codes.LinkCents, codes.Shared = pay.LinkCents, pay.Shared
		if codes.Link, err = screenCode(pay.Link); err != nil {
			return codes, err
		}
		codes.Transfer, err = screenCode(pay.EPC)
		return codes, err
	})
}

// readableReference prints an RF in groups of four, or the Belgian
// communication between its crosses.
func readableReference(reference string) string {
	if rf, err := bank.ParseRF(reference); err == nil {
		return rf.String()
	}
	if ogm, err := bank.ParseOGM(reference); err == nil {
		return ogm.String()
	}
	return reference
}

func screenCode(text string) (Code, error) {
	if text == "" {
		return Code{}, nil
	}
	modules, err := document.QR(text)
	if err != nil {
		return Code{}, err
	}
	const quiet = 4
	path := ""
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				path += fmt.Sprintf("M%d %dh%dv1h-%dz", start+quiet, y+quiet, x-start, x-start)
			}
		}
	}
	return Code{Text: text, Path: path, Side: len(modules) + 2*quiet}, nil
}
