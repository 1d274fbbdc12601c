package billing

import (
	"paddock/backend/club"
	"paddock/backend/locale"
)

// Paper is what the prints of a document say besides its lines and sums, as the
// club's settings had it at issue: every later copy says the same (PRODUCT
// section 9: the printed text is a snapshot). How much remains, and so the
// amounts in its codes, follow the payments.
type Paper struct {
	Mediator     string   `json:"mediator" doc:"Consumer mediator"`
	Note         string   `json:"note" doc:"The club's own lines above the slip"`
	OnDebits     bool     `json:"onDebits" doc:"Says that VAT of services is owed when invoiced"`
	LinkTemplate string   `json:"linkTemplate" doc:"Address of the payment page; empty without one"`
	EPCText      bool     `json:"epcText" doc:"The reference stands on line 11 of the payment code"`
	Boxes        []string `json:"boxes" nullable:"false" doc:"Ways of paying to tick on the slip, in its language"`
	Offers       []Advice `json:"offers,omitempty" nullable:"false" doc:"What the offers of its lines say of themselves, in its language"`
}

// Advice is whom to ask about something sold, where it is paid, and what giving it up
// costs.
type Advice struct {
	Offer      string `json:"offer" doc:"Its name"`
	Contact    string `json:"contact,omitempty"`
	Pay        string `json:"pay,omitempty"`
	Cancelling string `json:"cancelling,omitempty" doc:"The cancellation terms of an activity"`
}

// ReceiptPaper is the same for the receipt of money that came later than its
// sale; with a sale, the invoice has it all.
type ReceiptPaper struct {
	Seller   club.Identity `json:"seller"`
	Family   string        `json:"family"`
	Language locale.Lang   `json:"language" enum:"fr,nl,en"`
}
